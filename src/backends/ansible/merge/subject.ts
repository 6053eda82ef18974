/** What a task is about, and how its variables are called. */
import type { BasicOp } from "../context.ts";
import { snakeName } from "../names.ts";
import type { ByEnvironment } from "./environments.ts";

/** What a task is about. */
export interface Subject {
  /** For a task about several ops: its name, `packages`. */
  readonly key?: string;
  /** The op as it is in each environment; none for a task about several. */
  readonly forms: ByEnvironment<BasicOp>;
  /** The environments that have it. */
  readonly present: ReadonlySet<number>;
}

/** What an argument of a task is called in a variable's name, where the module's word says little. */
const fieldNames: Readonly<Record<string, string>> = {
  src: "source",
  cmd: "command",
  argv: "command",
  chdir: "directory",
  become_user: "user",
};

/** Names for a variable, the best first: after the path in the description, then after the op. */
export function variableNames(subject: Subject, field: string): readonly string[] {
  const name = fieldNames[field] ?? snakeName(field);
  const [op] = subject.forms.values();
  // The list of a task about several ops is what the task is named after.
  if (op === undefined) return [joinName(subject.key ?? "", field === "list" ? "" : name)];
  return [...new Set([joinName(resourcePath(op), name), joinName(snakeName(op.id), name)])];
}

function joinName(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("_");
}

/** The resource's path as a part of a name; nothing for the machine itself, whose name the role has. */
export function resourcePath(op: BasicOp): string {
  return op.resource.startsWith("machine.") ? "" : snakeName(op.resource);
}

/** Fields that are a question, as it is asked. */
const questions: Readonly<Record<string, string>> = {
  enabled: "is enabled",
  masked: "is masked",
  system: "is the system's own",
};

/** Fields whose names people write otherwise. */
const words: Readonly<Record<string, string>> = { timezone: "time zone", gid: "number", uid: "number" };

/** What the value is, for people: `The mode of file."/etc/motd"`, `Whether service.cron is enabled`. */
export function describeField(subject: Subject, field: string): string {
  const several = (subject.key ?? "").replaceAll("_", " ");
  const [op] = subject.forms.values();
  const place = op === undefined ? `the ${several}` : op.resource.startsWith("machine.") ? "the machine" : op.resource;
  if (op === undefined && field === "list") return `The ${several}`;
  const question = questions[field];
  if (question !== undefined) return `Whether ${place} ${question}`;
  const variable = /^env (.*)$/.exec(field)?.[1];
  if (variable !== undefined) return `The environment variable ${variable} of ${place}`;
  return `The ${words[field] ?? (fieldNames[field] ?? field).replace(/[-_ ]|(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase()} of ${place}`;
}
