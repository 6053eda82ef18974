import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { ExecOp, FileOp, Op, ServiceOp } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { installPackage, runCommand, writeText } from "../shared/build-ops.ts";
import { opBase } from "../shared/op-base.ts";
import { policyFile, policyPath } from "./policy-file.ts";
import { sshUnitOn } from "./unit.ts";

/** The policy after the users and their keys, checked by sshd, and read again without ending a connection. */
export function lowerSshServer(resource: Resource, context: LowerContext): readonly Op[] {
  const { os } = context.machine;
  const unit = sshUnitOn(os);
  const people = context.all("user").flatMap((user) => context.opsOf(user.id));
  const reload = { action: "reload", target: opId("service", "ssh.service") } as const;
  const file: FileOp = {
    ...writeText(resource, policyPath, literalText(policyFile(resource, os)), {
      // Where a socket starts sshd, the command below does all of it.
      triggers: unit === "ssh.service" ? [reload] : [],
    }),
    after: [opId("package", "openssh-server"), ...people],
    validate: ["/usr/sbin/sshd", "-t", "-f", "%s"],
  };
  const service: ServiceOp = {
    ...opBase(resource, `Enable and start ${unit.replace(".service", "")}`),
    op: "service",
    id: opId("service", unit),
    unit,
    enabled: true,
    running: true,
    masked: false,
    after: [file.id],
  };
  const base = [service, installPackage(resource, "openssh-server"), file];
  return unit === "ssh.service" ? base : [...base, restartSocket(resource)];
}

/** The socket's ports are made from the policy; a running sshd is restarted with it, and connections stay. */
function restartSocket(resource: Resource): ExecOp {
  const run = literalText("systemctl daemon-reload && systemctl restart ssh.socket");
  return runCommand(resource, "restart-ssh-socket", "Restart the socket of sshd", run, {
    onChange: [opId("file", policyPath)],
    after: [opId("service", "ssh.socket")],
  });
}
