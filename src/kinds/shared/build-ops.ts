/** The ops that composite kinds are made of. Two resources that need the same thing give equal ops, which become one. */
import type { Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { DirectoryOp, ExecOp, FileOp, LinkOp, OpBase, PackageOp, ServiceOp, Trigger } from "../../ir/ops.ts";
import { type Text, literalText } from "../../ir/text.ts";
import { opBase } from "./op-base.ts";

/** What a part of a resource has: its comment belongs to the main op alone, which is made with `opBase`. */
export function partBase(resource: Resource, title: string, triggers: readonly Trigger[] = []): Omit<OpBase, "id"> {
  const { doc: _doc, ...base } = opBase(resource, title);
  return { ...base, triggers };
}

/** A package of the distribution, in whatever version it has; what a block says of it counts more. */
export function installPackage(resource: Resource, name: string): PackageOp {
  return {
    ...partBase(resource, `Install ${name}`),
    op: "package",
    id: opId("package", name),
    name,
    version: undefined,
    hold: false,
    ensure: "present",
    givesWay: true,
  };
}

/** A service that starts with the machine and runs now; what a block says of it counts more. */
export function runService(resource: Resource, name: string): ServiceOp {
  const unit = `${name}.service`;
  return {
    ...partBase(resource, `Enable and start ${name}`),
    op: "service",
    id: opId("service", unit),
    unit,
    enabled: true,
    running: true,
    masked: false,
    givesWay: true,
  };
}

/** Whose something is, and who may do what with it. */
export interface Access {
  readonly owner?: string;
  readonly group?: string;
  readonly mode?: string;
}

/** A directory; root's and open to readers unless said otherwise. */
export function makeDirectory(resource: Resource, path: string, access: Access = {}): DirectoryOp {
  return {
    ...partBase(resource, `Create the directory ${path}`),
    op: "directory",
    id: opId("directory", path),
    path,
    owner: access.owner ?? "root",
    group: access.group ?? "root",
    mode: access.mode ?? "0755",
    implied: false,
    recursive: undefined,
  };
}

/** Access, and what a change of it leads to. */
export interface Written extends Access {
  readonly triggers?: readonly Trigger[];
}

/** A file; root's and open to readers unless said otherwise. */
export function writeFile(resource: Resource, path: string, content: FileOp["content"], more: Written = {}): FileOp {
  return {
    ...partBase(resource, `Write ${path}`, more.triggers),
    op: "file",
    id: opId("file", path),
    path,
    content,
    owner: more.owner ?? "root",
    group: more.group ?? "root",
    mode: more.mode ?? "0644",
    validate: undefined,
  };
}

/** The like with a text. */
export function writeText(resource: Resource, path: string, text: Text, more: Written = {}): FileOp {
  return writeFile(resource, path, { from: "text", text }, more);
}

/** A program of envc's own that several blocks use: it is there before the first of them. */
export function shareProgram(resource: Resource, path: string, script: string): FileOp {
  return { ...writeText(resource, path, literalText(script), { mode: "0755" }), givesWay: true };
}

/** A symbolic link. */
export function makeLink(resource: Resource, path: string, target: string, triggers: readonly Trigger[] = []): LinkOp {
  return {
    ...partBase(resource, `Link ${path} to ${target}`, triggers),
    op: "link",
    id: opId("link", path),
    path,
    target,
  };
}

/** When a command is needed, as whom it runs, and with what; without a word here it is root's, and always needed. */
export type CommandNeed = Partial<
  Pick<
    ExecOp,
    "environment" | "after" | "triggers" | "atStart" | "unless" | "onlyIf" | "onChange" | "user" | "directory" | "makes"
  >
>;

/** A command; `name` tells it from all other commands of the machine. */
export function runCommand(resource: Resource, name: string, title: string, run: Text, need: CommandNeed = {}): ExecOp {
  return {
    ...partBase(resource, title),
    op: "exec",
    id: opId("exec", name),
    run,
    user: "root",
    directory: "/",
    environment: [],
    creates: undefined,
    unless: undefined,
    onlyIf: undefined,
    onChange: [],
    always: false,
    ...need,
  };
}
