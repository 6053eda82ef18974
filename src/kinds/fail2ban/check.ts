import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, NestedBlock, Resource } from "../../ir/model.ts";
import { problemOfPath } from "../../ir/paths.ts";
import { knownText } from "../../ir/read-value.ts";
import { nearestName } from "../../text/edit-distance.ts";
import { spanOf } from "../shared/check.ts";
import { presentBeside } from "../shared/present.ts";
import { readList } from "../shared/read.ts";
import { checkSources } from "../shared/sources.ts";
import { knownJails } from "./jails.ts";

/** Reports jails that nothing can fill: without a filter, or without a log. */
export function checkFail2ban(resource: Resource, model: Model): readonly Diagnostic[] {
  const filters = presentBeside(resource, model, "file").flatMap(
    ({ name }) => /^\/etc\/fail2ban\/filter\.d\/(.+)\.(?:conf|local)$/.exec(name)?.[1] ?? [],
  );
  return [
    ...checkSources("ignore", readList(resource, "ignore"), spanOf(resource, "ignore"), model),
    ...(resource.blocks["jail"] ?? []).flatMap((jail) => checkJail(jail, new Set(filters))),
  ];
}

function checkJail(jail: NestedBlock, filters: ReadonlySet<string>): readonly Diagnostic[] {
  const name = jail.label ?? "";
  const report = (problem: string, help: string, key?: string): Diagnostic =>
    diagnose(
      "E0455",
      { name, problem, help },
      (key === undefined ? undefined : jail.attributes[key]?.span) ?? jail.span,
    );
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,25}$/.test(name))
    return [
      report(
        "is no name for a jail",
        "use letters, digits, `_` and `-`, at most 26: the kernel's tables have no room for more",
      ),
    ];
  const log = knownText(jail.attributes["log"]?.value);
  const problem = log === undefined ? undefined : problemOfPath(log);
  if (problem !== undefined)
    return [report(`has a log that ${problem}`, 'write a path: `log = "/var/log/shop/access.log"`', "log")];
  const filter = knownText(jail.attributes["filter"]?.value);
  if (filter !== undefined && !knownJails.includes(filter) && !filters.has(filter))
    return [
      report(
        `has the filter \`${filter}\`, which fail2ban does not have`,
        `write it: \`file "/etc/fail2ban/filter.d/${filter}.conf" { … }\``,
        "filter",
      ),
    ];
  if (knownJails.includes(name)) return [];
  if (filter === undefined && !filters.has(name)) {
    const near = nearestName(name, knownJails);
    const help = `write its filter, \`file "/etc/fail2ban/filter.d/${name}.conf" { … }\`, or name one: \`filter = nginx-http-auth\``;
    return [
      report(
        "is no jail of fail2ban and has no filter",
        near === undefined ? help : `did you mean \`${near}\`? Else ${help}`,
      ),
    ];
  }
  return log === undefined ? [report("has no log to read", 'write `log = "/var/log/shop/access.log"`')] : [];
}
