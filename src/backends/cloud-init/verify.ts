import { createHash } from "node:crypto";
import { expectState } from "../../ir/expect-state.ts";
import { editWords } from "../../ir/edit.ts";
import type { Expectation } from "../../ir/expectation.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import type { Op } from "../../ir/ops.ts";
import { usesOtherMachine } from "../../ir/op-texts.ts";
import { holdsSecret } from "../../ir/text.ts";
import type { LowerContext } from "./lowered.ts";
import { patienceSeconds } from "./patience.ts";
import { call, type Call, type VerifyStep } from "./target.ts";
import type { VerifyFunction } from "./verify-functions.ts";

type Check = Call<VerifyFunction>;

/** One step per resource, with a check for each fact that the spec promises. */
export function verifySteps(program: Program, machine: MachineProgram, context: LowerContext): VerifyStep[] {
  const checks = new Map<string, Check[]>();
  const byResource = new Map<string, Op>();
  // What is given the address of another machine may have to wait for it.
  const waiting = new Set<string>();
  for (const op of machine.ops) {
    if (!byResource.has(op.resource)) byResource.set(op.resource, op);
    if (usesOtherMachine(op, "cloud-init", machine.name)) waiting.add(op.resource);
  }
  for (const fact of expectState(program, machine)) {
    const op = byResource.get(fact.resource) ?? machine.ops[0];
    if (op === undefined) continue;
    const calls = checksOf(fact, op, context, waiting.has(fact.resource));
    checks.set(fact.resource, [...(checks.get(fact.resource) ?? []), ...calls]);
  }
  return [...checks].map(([resource, statements]) => {
    const op = byResource.get(resource);
    return {
      title: `${program.name}.envspec: ${resource}`,
      comment: undefined,
      statements,
      provenance: op === undefined ? [] : [context.provenanceOf(op)],
    };
  });
}

function checksOf(fact: Expectation, op: Op, context: LowerContext, waits: boolean): Check[] {
  switch (fact.fact) {
    case "package":
      if (!fact.installed) return [call("lacks_package", fact.name)];
      return [
        call("has_package", fact.name),
        ...(fact.version === undefined ? [] : [call("has_version" as const, fact.name, fact.version)]),
        ...(fact.hold === true ? [call("holds_package" as const, fact.name)] : []),
      ];
    case "group":
      if (!fact.exists) return [call("lacks_group", fact.name)];
      return [call("has_group", fact.name, ...(fact.gid === undefined ? [] : [String(fact.gid)]))];
    case "user":
      return fact.exists ? userChecks(fact) : [call("lacks_user", fact.name)];
    case "directory":
      return [call("has_directory", fact.path, fact.owner, fact.group, fact.mode)];
    case "file": {
      if (fact.content !== undefined && holdsSecret(fact.content))
        return [call("has_secret_file", fact.path, fact.owner, fact.group, fact.mode)];
      const bytes = fact.bytes ?? new TextEncoder().encode(context.resolve(fact.content ?? [], op));
      const sum = createHash("sha256").update(bytes).digest("hex");
      return [call("has_file", fact.path, fact.owner, fact.group, fact.mode, sum)];
    }
    case "link":
      return [call("has_link", fact.path, fact.target)];
    case "absent-path":
      return [call("lacks_path", fact.path)];
    case "edit":
      return [call("is_edited", fact.path, ...editWords(fact.edit, (text) => context.resolve(text, op)))];
    case "attributes":
      return [call("has_attributes", fact.path, fact.owner ?? "", fact.group ?? "", fact.mode ?? "")];
    case "unit-enabled": {
      const states = fact.enabled
        ? ["enabled", "static", "alias", "generated"]
        : ["disabled", "masked", "static", "indirect", "not-found", ""];
      return [call("unit_is", fact.unit, ...states)];
    }
    case "unit-masked":
      return fact.masked ? [call("unit_is", fact.unit, "masked")] : [];
    case "unit-active":
      if (!fact.active) return [call("unit_rests", fact.unit)];
      return [call("unit_runs", fact.unit, ...(waits ? [`${patienceSeconds}`] : []))];
    case "timezone":
      return [
        call("has_link", "/etc/localtime", `/usr/share/zoneinfo/${fact.timezone}`),
        call("has_line", "/etc/timezone", fact.timezone),
      ];
    case "locale":
      return [call("has_line", fact.path, `LANG=${fact.locale}`)];
    case "hostname":
      return [call("has_line", "/etc/hostname", context.resolve(fact.hostname, op))];
  }
}

function userChecks(fact: Extract<Expectation, { readonly fact: "user" }>): Check[] {
  const groups = fact.groups?.filter((group) => group !== fact.group).join(",");
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["uid", fact.uid === undefined ? undefined : String(fact.uid)],
    ["group", fact.group],
    ["groups", groups],
    ["comment", fact.comment],
    ["home", fact.home],
    ["shell", fact.shell],
    ["password", fact.locked === true ? "locked" : undefined],
  ];
  return fields.flatMap(([field, value]) => (value === undefined ? [] : [call("user_has", fact.name, field, value)]));
}
