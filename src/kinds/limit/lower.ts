import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op, OpId } from "../../ir/ops.ts";
import type { OsRelease } from "../../ir/os.ts";
import { unitNameOn } from "../../ir/os/names.ts";
import { literalText } from "../../ir/text.ts";
import { unwrapValue } from "../../ir/value.ts";
import { lowerAbsentPath } from "../shared/absent-path.ts";
import { groupName } from "../shared/accounts.ts";
import { writeText } from "../shared/build-ops.ts";
import { opBase } from "../shared/op-base.ts";
import { isWritten, readList, readText } from "../shared/read.ts";
import { type Amount, amountOf, items } from "./items.ts";

/** Where the limits of sessions are; the files are read in the order of their names (limits.conf(5)). */
export function limitPath(name: string): string {
  return `/etc/security/limits.d/${name}.conf`;
}

/** A service that gets the limit: the file beside its unit, and the op that is restarted. */
export interface LimitDropIn {
  readonly path: string;
  readonly target: OpId;
}

/** The services of a limit, in the order they are written. */
export function dropInsOf(resource: Resource, os: OsRelease): readonly LimitDropIn[] {
  return readList(resource, "services").flatMap((item) => {
    const value = unwrapValue(item);
    if (value?.is !== "ref") return [];
    const unit = value.kind === "process" ? `${value.name}.service` : unitNameOn(os, value.name);
    const target = value.kind === "process" ? opId("process", value.name) : opId("service", unit);
    return [{ path: `/etc/systemd/system/${unit}.d/limit-${resource.name}.conf`, target }];
  });
}

/** One file for sessions and one for each service; an absent limit had the first. */
export function lowerLimit(resource: Resource, context: LowerContext): readonly Op[] {
  const path = limitPath(resource.name);
  if (resource.absent) return [lowerAbsentPath({ ...resource, name: path }, "file")];
  const name = readText(resource, "item") ?? "";
  const item = items[name];
  const hard = item === undefined ? undefined : amountOf(resource, "hard", item);
  if (item === undefined || hard === undefined) return [];
  const soft = amountOf(resource, "soft", item) ?? hard;
  const unitLines = literalText(`[Service]\n${item.directive ?? ""}=${ofUnit(soft)}:${ofUnit(hard)}\n`);
  const dropIns = dropInsOf(resource, context.machine.os).map(({ path: dropIn, target }) =>
    writeText(resource, dropIn, unitLines, { triggers: [{ action: "restart", target }] }),
  );
  if (dropIns.length > 0 && !isWritten(resource, "user") && !isWritten(resource, "group")) return dropIns;
  const lines = soft === hard ? [["-", hard] as const] : [["soft", soft] as const, ["hard", hard] as const];
  const who = whoseSessions(resource, context);
  const count = (amount: Amount): string =>
    String(amount === "unlimited" ? amount : Math.floor(amount / (item.bytes ?? 1)));
  const text = lines.map(([type, amount]) => `${who} ${type} ${name} ${count(amount)}\n`).join("");
  const file = { ...writeText(resource, path, literalText(text)), ...opBase(resource, `Limit ${name} in sessions`) };
  return [...dropIns, file];
}

/** limits.conf(5): `*` is everybody but root. */
function whoseSessions(resource: Resource, context: LowerContext): string {
  const group = groupName(resource, "group", context);
  return group === undefined ? (readText(resource, "user") ?? "*") : `@${group}`;
}

function ofUnit(amount: Amount): string {
  return amount === "unlimited" ? "infinity" : String(amount);
}
