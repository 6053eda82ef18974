import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkAbsent, declarationOf, spanOf } from "../shared/check.ts";
import { checkGiven } from "../shared/edits.ts";
import { isWritten, readList, readText } from "../shared/read.ts";
import { type LimitItem, amountOf, items } from "./items.ts";

/** Reports a limit of nothing, an amount in no unit of its, one for two at once, and a user whose services it does not reach. */
export function checkLimit(resource: Resource, model: Model): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  const missing = [...checkGiven(resource, ["item"]), ...checkGiven(resource, ["hard"])];
  const item = items[readText(resource, "item") ?? ""];
  if (missing.length > 0 || item === undefined) return missing;
  const problem = problemOf(resource, item);
  if (problem !== undefined)
    return [diagnose("E0436", { name: resource.name, ...problem }, spanOf(resource, problem.attribute))];
  return checkReach(resource, model);
}

interface Problem {
  readonly problem: string;
  readonly instead: string;
  readonly attribute: "hard" | "soft" | "group" | "services";
}

function problemOf(resource: Resource, item: LimitItem): Problem | undefined {
  for (const attribute of ["hard", "soft"] as const)
    if (isWritten(resource, attribute) && amountOf(resource, attribute, item) === undefined)
      return item.bytes === undefined
        ? {
            attribute,
            problem: `has a \`${attribute}\` that is no count`,
            instead: `write a number: \`${attribute} = 4096\``,
          }
        : {
            attribute,
            problem: `has a \`${attribute}\` that is no size`,
            instead: `write a size: \`${attribute} = 64MB\``,
          };
  const [hard, soft] = [amountOf(resource, "hard", item), amountOf(resource, "soft", item)];
  if (typeof hard === "number" && soft !== undefined && (soft === "unlimited" || soft > hard))
    return {
      attribute: "soft",
      problem: "begins above its own end",
      instead: "write a `soft` that is not above `hard`",
    };
  if (isWritten(resource, "user") && isWritten(resource, "group"))
    return { attribute: "group", problem: "is for a user and for a group", instead: "write a block for each" };
  if (isWritten(resource, "services") && item.directive === undefined)
    return {
      attribute: "services",
      problem: "counts sessions, which services have none of",
      instead: "take `services` away",
    };
  return undefined;
}

/** Sessions and services have limits of their own (pam_limits(8), systemd.exec(5)): a user who only runs services has no session. */
function checkReach(resource: Resource, model: Model): readonly Diagnostic[] {
  const user = readText(resource, "user");
  if (user === undefined || readList(resource, "services").length > 0) return [];
  const process = model.resources.find(
    (other) => other.kind === "process" && !other.absent && readText(other, "user") === user,
  );
  if (process === undefined) return [];
  return [diagnose("W0453", { name: resource.name, user, process: process.name }, declarationOf(resource))];
}
