import type { LowerContext, Resource } from "../../../ir/model.ts";
import { opId } from "../../../ir/op-id.ts";
import type { ContainerFile } from "../../../ir/container-parts.ts";
import type { ContainerOp, ExecOp, Op } from "../../../ir/ops.ts";
import { type Text, joinTexts, literalText } from "../../../ir/text.ts";
import { machinesThatUse } from "../../../ir/used-from.ts";
import { descriptionOf } from "../description.ts";
import { partBase } from "../build-ops.ts";
import { opBase } from "../op-base.ts";
import { readNumber, readTexts } from "../read.ts";
import { attributeIn, blocksOf, labelsOf } from "./read-blocks.ts";

/** What differs between the images of servers. */
export type ServerImage = Pick<
  ContainerOp,
  "image" | "argv" | "environment" | "files" | "volumes" | "sharedMemoryBytes" | "health" | "notes"
>;

/**
 * The container of a server; others of the project reach it by its name. Where it listens to its own machine alone, nobody
 * comes to it from outside there, so its port is not published here either: it would collide with a server of the computer.
 */
export function serverContainer(
  resource: Resource,
  context: LowerContext,
  port: number,
  server: ServerImage,
): ContainerOp {
  const isAlone = readTexts(resource, "listen").length === 0 && machinesThatUse(resource, context.model).length === 0;
  return {
    ...opBase(resource, `Run the container ${resource.name}`),
    op: "container",
    id: opId("container", resource.name),
    name: resource.name,
    description: descriptionOf(resource),
    engine: "docker",
    ports: [readNumber(resource, "port") ?? port],
    published: isAlone ? "nowhere" : "locally",
    restart: "always",
    // Longer than the engine's usual 10 seconds: what is in memory is written to the disk first.
    stopSeconds: 60,
    enabled: true,
    running: true,
    ensure: "present",
    ...server,
  };
}

/** A command that writes a dump, which gets its name when it is whole: the last good one is there until then. */
export function keepWhole(dump: string, name: string, ending: string): string {
  return `${dump} > ${name}.${ending}.part && mv ${name}.${ending}.part "${name}-$(date +%F).${ending}"`;
}

/** How a person gets into a server: with its own client, in its container, in the first database. */
export function leadsIn(resource: Resource, client: string): string {
  const [database] = labelsOf(resource, "database");
  const words = ["docker compose exec", resource.name, client, ...(database === undefined ? [] : [database])];
  return `\`${words.join(" ")}\` leads in, as who may do everything.`;
}

/** The volume through which a server and its setup share the folder of its socket. */
export function socketVolume(resource: Resource, path: string): ContainerOp["volumes"][number] {
  return { name: `${resource.name}-socket`, path };
}

/** What fills a server: as whom, where its socket is, what is done first, and the commands that a machine runs for it. */
export interface ServerSetup {
  readonly user: string;
  readonly environment: ContainerOp["environment"];
  readonly socket: ContainerOp["volumes"][number];
  readonly opening: readonly string[];
  readonly execs: readonly ExecOp[];
}

/**
 * The container that makes what is inside a server, by the same commands as on a machine. The scripts that an official
 * image reads by itself run only while its volume is empty: what failed half-way there, or came later, would never be
 * made up for. This one runs at every start. It gets in through the server's socket, where the account counts and no
 * password does: nobody else sees that folder, and only here are the passwords of users.
 */
export function setupContainer(
  resource: Resource,
  context: LowerContext,
  server: ContainerOp,
  setup: ServerSetup,
): ContainerOp {
  const { user, environment, socket, opening, execs } = setup;
  const name = `${resource.name}-setup`;
  return {
    ...partBase(resource, `Make what is inside ${resource.name}`),
    op: "container",
    id: opId("container", name),
    name,
    description: `What is inside ${resource.name}`,
    image: server.image,
    engine: server.engine,
    argv: ["bash", setupPath].map(literalText),
    user,
    environment,
    files: [
      ...passwordsOf(resource, context),
      { path: setupPath, text: setupScript(resource, execs, context, opening) },
    ],
    ports: [],
    published: "nowhere",
    volumes: [socket],
    health: undefined,
    restart: "no",
    stopSeconds: 10,
    enabled: true,
    running: true,
    prepares: server.id,
    ensure: "present",
  };
}

const setupPath = "/setup.sh";

/** The passwords of a server's users, each a file. */
function passwordsOf(resource: Resource, context: LowerContext): readonly ContainerFile[] {
  return blocksOf(resource, "user").flatMap((block) => {
    const text = context.text(attributeIn(block, "password")?.value);
    return text === undefined ? [] : [{ path: `/run/secrets/${block.label ?? ""}-password`, text }];
  });
}

/** The commands as one script that ends at the first mistake. A variable that holds a password is read from its file. */
function setupScript(
  resource: Resource,
  execs: readonly ExecOp[],
  context: LowerContext,
  opening: readonly string[],
): Text {
  const passwords = passwordsOf(resource, context);
  const steps = execs.flatMap((op) => {
    const variables = op.environment.flatMap(({ name, value }) => {
      const file = passwords.find((one) => JSON.stringify(one.text) === JSON.stringify(value));
      return file === undefined ? [] : [{ name, file }];
    });
    return [
      literalText(`\n# ${op.title}\n`),
      ...variables.map(({ name, file }) =>
        literalText(`${refuseEmpty(file)}${name}=$(cat ${file.path})\nexport ${name}\n`),
      ),
      op.run,
      ...variables.map(({ name }) => literalText(`unset ${name}\n`)),
    ];
  });
  const head = [
    "#!/bin/bash",
    `# What is inside ${resource.name}: run at every start, it makes what is not there yet.`,
    "set -euo pipefail",
    ...opening,
  ];
  return joinTexts(literalText(`${head.join("\n")}\n`), ...steps);
}

/** A line for `sh` that ends where the file of a secret is empty: an empty password is none, or lets everybody in. */
export function refuseEmpty({ path, text }: ContainerFile): string {
  const names = text.flatMap((part) => (typeof part !== "string" && part.hole === "secret" ? [part.name] : []));
  return `if [ -z "$(cat ${path})" ]; then echo 'the secret ${names.join(" ")} is empty' >&2; exit 1; fi\n`;
}

/**
 * What a machine does for a backup, left out in Compose and said at the block's line. `commands` make a dump there and
 * bring it back, as the documentation of the official images has it (hub.docker.com/_/mariadb, "Creating database dumps").
 */
export function backupElsewhere(
  resource: Resource,
  ops: readonly Op[],
  commands: { readonly dump: string; readonly restore: string },
): readonly Op[] {
  const [block] = blocksOf(resource, "backup");
  const machineOnly = {
    reason: "a Compose project has no timer, and no place of its own that outlives the computer it is tried on",
    instead: `let the scheduler of your host dump it: \`${commands.dump}\`; to bring it back: \`${commands.restore}\``,
  };
  return ops
    .filter((op) => op.op === "schedule")
    .map((op) => ({
      ...op,
      resource: `${resource.id}.backup`,
      provenance: block === undefined ? op.provenance : [block.span],
      machineOnly,
    }));
}
