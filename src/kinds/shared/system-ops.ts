import type { Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { ExecOp, FileOp, OpId } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { opBase } from "./op-base.ts";

/** A file of root's that everybody may read. */
export function systemFile(resource: Resource, title: string, path: string, content: FileOp["content"]): FileOp {
  return {
    ...opBase(resource, title),
    op: "file",
    id: opId("file", path),
    path,
    content,
    owner: "root",
    group: "root",
    mode: "0644",
    validate: undefined,
  };
}

/** The id of the command of a resource. */
export function commandId(kind: string, name: string): OpId {
  return opId("exec", `${kind}-${name.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^-/, "")}`);
}

/** When a command of root's is needed. */
export interface Need {
  readonly onChange?: readonly OpId[];
  readonly unless?: string;
  readonly onlyIf?: string;
  readonly after?: readonly OpId[];
}

/** A command of root's behind its guard. */
export function systemCommand(resource: Resource, title: string, run: string, need: Need): ExecOp {
  const { doc: _doc, ...base } = opBase(resource, title);
  return {
    ...base,
    op: "exec",
    id: commandId(resource.kind, resource.name),
    run: literalText(run),
    user: "root",
    directory: "/",
    environment: [],
    creates: undefined,
    unless: need.unless === undefined ? undefined : literalText(need.unless),
    onlyIf: need.onlyIf === undefined ? undefined : literalText(need.onlyIf),
    onChange: need.onChange ?? [],
    always: false,
    after: need.after ?? [],
  };
}
