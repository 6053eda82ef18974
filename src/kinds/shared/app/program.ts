import type { LowerContext, Resource } from "../../../ir/model.ts";
import { oncePer } from "../../../ir/once-per.ts";
import { opId } from "../../../ir/op-id.ts";
import type { OpBase, OpId, ProcessOp } from "../../../ir/ops.ts";
import type { ResourceId } from "../../../ir/value.ts";
import { descriptionOf } from "../description.ts";
import { opBase } from "../op-base.ts";
import { readNumber, readText, readTexts, readValue } from "../read.ts";
import type { AppPlaces, Language, Program } from "./language.ts";
import { variablesOf } from "./steps.ts";

/** What a program of an app has in common with the others: user, folder, limits, what it may write to. */
export function programOp(
  resource: Resource,
  app: Resource,
  places: AppPlaces,
  own: Pick<
    ProcessOp,
    "name" | "argv" | "environment" | "stopSignal" | "health" | "ports" | "restart" | "onlyForMachine"
  > & {
    readonly bindings?: OpBase["bindings"];
    readonly writable?: ProcessOp["writable"];
  },
): ProcessOp {
  const memory = readValue(resource, "memory");
  return {
    ...opBase(resource, `Run the process ${own.name}`),
    op: "process",
    id: opId("process", own.name),
    description: descriptionOf(resource),
    ...rightsOf(app, places),
    restartSeconds: 2,
    stopSeconds: readNumber(resource, "stop-timeout") ?? 30,
    ...(memory?.is === "size" ? { memoryBytes: memory.bytes } : {}),
    enabled: true,
    running: true,
    ensure: "present",
    ...own,
  };
}

/** The app itself. */
export function appProgramOp(
  app: Resource,
  language: Language,
  places: AppPlaces,
  program: Program,
  context: LowerContext,
): ProcessOp {
  const port = readNumber(app, "port");
  const ports = program.ports ?? (port === undefined ? [] : [port]);
  return programOp(app, app, places, {
    name: app.name,
    ...program,
    environment: variablesOf(app, language, places, context),
    ports,
    restart: restartOf(app),
    writable: [...writableOf(app, places), ...(program.writable ?? [])].sort(),
    bindings: ports.length === 0 ? {} : opBase(app, "", { port: "ports.0" }).bindings,
  });
}

/** `restart` as it is written; a program that answers visitors is always wanted. */
export function restartOf(resource: Resource): ProcessOp["restart"] {
  const written = readText(resource, "restart");
  return written === "on-failure" || written === "no" ? written : "always";
}

/** As whom every program of an app runs, where, and what it may write to. */
export function rightsOf(
  app: Resource,
  places: AppPlaces,
): Pick<ProcessOp, "user" | "group" | "directory" | "writable"> {
  return { user: places.user, group: places.group, directory: places.current, writable: writableOf(app, places) };
}

/** What every program of an app may write to: its user's home, the shared folders, and what the author names. */
function writableOf(app: Resource, places: AppPlaces): readonly string[] {
  const shared = readTexts(app, "shared").map((path) => sharedPath(places, path));
  return [...new Set([places.home, ...shared, ...readTexts(app, "writable")])].sort();
}

/** Where a shared folder is, outside of every release. */
export function sharedPath(places: AppPlaces, path: string): string {
  return `${places.base}/shared/${path}`;
}

/** The workers of an app that are on the machine. */
export function workersOf(app: Resource, context: Pick<LowerContext, "all">): readonly Resource[] {
  return workersOfAll(context).get(app.id) ?? [];
}

/** An app → its workers. */
const workersOfAll = oncePer((context: Pick<LowerContext, "all">) => {
  const found = new Map<ResourceId, Resource[]>();
  for (const worker of context.all("worker")) {
    const of = readValue(worker, "of");
    if (worker.absent || of?.is !== "ref" || of.resource === undefined) continue;
    const workers = found.get(of.resource) ?? [];
    found.set(of.resource, workers);
    workers.push(worker);
  }
  return found;
});

/** The names of a worker's processes: one per instance. */
export function instanceNames(worker: Resource): readonly string[] {
  return namesOf(worker.name, readNumber(worker, "instances") ?? 1);
}

/** The names of so many processes of one worker. */
export function namesOf(worker: string, count: number): readonly string[] {
  return count === 1 ? [worker] : Array.from({ length: count }, (_, index) => `${worker}-${index + 1}`);
}

/** The processes of an app and of its workers: what a new release restarts. */
export function processNames(app: Resource, context: Pick<LowerContext, "all">): readonly string[] {
  return [app.name, ...workersOf(app, context).flatMap(instanceNames)];
}

/** The same as ids of ops. */
export function processIds(app: Resource, context: Pick<LowerContext, "all">): readonly OpId[] {
  return processNames(app, context).map((name) => opId("process", name));
}
