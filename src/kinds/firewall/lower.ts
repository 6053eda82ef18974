import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { ExecOp, FileOp, Op, OpId } from "../../ir/ops.ts";
import type { Text } from "../../ir/text.ts";
import { literalText } from "../../ir/text.ts";
import { installPackage, runCommand, runService, writeText } from "../shared/build-ops.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readText } from "../shared/read.ts";
import { nftablesFile, nftablesPath } from "./nftables.ts";
import { rulesOf } from "./rules.ts";
import { ufwFiles } from "./ufw.ts";

/** The unit that loads the rules. */
export function firewallUnit(resource: Resource): string {
  return readText(resource, "backend") === "ufw" ? "ufw.service" : "nftables.service";
}

/**
 * The package, the rules the service. It is loaded after sshd has the port that the rules
 * know, so that there is no moment at which nobody gets in.
 */
export function lowerFirewall(resource: Resource, context: LowerContext): readonly Op[] {
  const rules = rulesOf(resource, context);
  const log = readBool(resource, "log") === true;
  const sshFirst = context.all("ssh-server").flatMap((server) => context.opsOf(server.id));
  if (readText(resource, "backend") === "ufw") {
    const files = ufwFiles(rules, log).map((file) => ruleFile(resource, file, "ufw", sshFirst));
    return [...withService(resource, "ufw", files), reloadUfw(resource, files)];
  }
  const file = {
    path: nftablesPath,
    text: nftablesFile(rules, log),
    mode: "0755",
    validate: ["/usr/sbin/nft", "-c", "-f", "%s"],
  };
  const triggers = [{ action: "reload", target: opId("service", "nftables.service") }] as const;
  return withService(resource, "nftables", [{ ...ruleFile(resource, file, "nftables", sshFirst), triggers }]);
}

/** A file of rules. */
export interface RuleFile {
  readonly path: string;
  readonly text: Text | string;
  readonly mode: string;
  readonly validate: readonly string[] | undefined;
}

function ruleFile(resource: Resource, file: RuleFile, name: string, after: readonly OpId[]): FileOp {
  const text = typeof file.text === "string" ? literalText(file.text) : file.text;
  return {
    ...writeText(resource, file.path, text, { mode: file.mode }),
    after: [opId("package", name), ...after],
    validate: file.validate,
  };
}

/** Started only when its rules are there: what the package brings would let everything in, or take away other tables. */
function withService(resource: Resource, name: string, files: readonly FileOp[]): readonly Op[] {
  const service = runService(resource, name);
  return [
    { ...service, ...opBase(resource, service.title), after: files.map((file) => file.id) },
    installPackage(resource, name),
    ...files,
  ];
}

/** ufw's unit cannot be reloaded; its own command loads the rules without letting go of connections. */
function reloadUfw(resource: Resource, files: readonly FileOp[]): ExecOp {
  return runCommand(resource, "reload-ufw", "Load the rules of ufw", literalText("/usr/sbin/ufw reload"), {
    onChange: files.map((file) => file.id),
    after: [opId("service", "ufw.service")],
  });
}
