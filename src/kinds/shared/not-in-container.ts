import type { Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { ExecOp, OpId } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { partBase } from "./build-ops.ts";

/** A command for the kernel, which a container that is a machine (LXC, systemd-nspawn) shares with its host. */
export interface KernelCommand {
  /** Names it among the commands of the machine. */
  readonly name: string;
  readonly title: string;
  readonly run: string;
  /** Succeeds when there is work to do; asked only where the kernel is the machine's own. */
  readonly when: string;
  readonly after: readonly OpId[];
}

/** The command of root's, where the kernel is the machine's own: elsewhere the files wait for a machine that has one. */
export function runOnOwnKernel(resource: Resource, { name, title, run, when, after }: KernelCommand): ExecOp {
  return {
    ...partBase(resource, title),
    op: "exec",
    id: opId("exec", name),
    run: literalText(run),
    user: "root",
    directory: "/",
    environment: [],
    creates: undefined,
    unless: undefined,
    onlyIf: literalText(`! systemd-detect-virt --quiet --container && ${when}`),
    onChange: [],
    always: false,
    after,
  };
}
