import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { nearestName } from "../../text/edit-distance.ts";
import { checkPaths, controlCharacters, declarationOf, spanOf } from "../shared/check.ts";
import { readList } from "../shared/read.ts";
import { keywordsOfAttributes, sshdKeyword, sshdKeywords } from "./keywords.ts";
import { optionText, portsOf } from "./policy-file.ts";
import { wayInto } from "./ways-in.ts";

/** Reports keywords that sshd does not know, and a policy after which nobody gets in. */
export function checkSshServer(resource: Resource, model: Model): readonly Diagnostic[] {
  return [
    ...checkPaths(resource, ["banner"]),
    ...checkPorts(resource),
    ...checkOptions(resource),
    ...checkWaysIn(resource, model),
    ...checkHosts(resource, model),
  ];
}

function checkPorts(resource: Resource): readonly Diagnostic[] {
  const span = spanOf(resource, "ports");
  return readList(resource, "ports").length === 0
    ? [diagnose("E0453", { why: "`ports` is an empty list", help: "write `ports = [22]`" }, span)]
    : [];
}

function checkOptions(resource: Resource): readonly Diagnostic[] {
  return (resource.blocks["options"] ?? []).flatMap((block) =>
    Object.entries(block.attributes).flatMap(([written, { value, span }]) => {
      const attribute = keywordsOfAttributes[written.toLowerCase()];
      if (attribute !== undefined)
        return [
          diagnose(
            "E0454",
            { keyword: written, problem: "has an attribute of its own", help: `write \`${attribute} = …\` instead` },
            span,
          ),
        ];
      if (sshdKeyword(written) === undefined) return [unknownKeyword(written, span)];
      const text = optionText(value);
      if (text.trim() !== "" && !controlCharacters.test(text)) return [];
      return [
        diagnose(
          "E0454",
          {
            keyword: written,
            problem: "has no value on one line",
            help: 'write it like `ClientAliveInterval = "300"`',
          },
          span,
        ),
      ];
    }),
  );
}

function unknownKeyword(written: string, span: Diagnostic["span"]): Diagnostic {
  const near = nearestName(written, [...sshdKeywords, "Match", "Include"]);
  const ownFile = /^(match|include)$/i.test(written);
  const help = ownFile
    ? 'write a file of its own: `file "/etc/ssh/sshd_config.d/50-partners.conf" { … }`'
    : near === undefined
      ? "look it up in the manual, `man sshd_config`"
      : `did you mean \`${near}\`?`;
  const problem = ownFile ? "begins a part of a file and is no single value" : "is no keyword of sshd_config";
  return diagnose("E0454", { keyword: written, problem, help }, span);
}

function checkWaysIn(resource: Resource, model: Model): readonly Diagnostic[] {
  for (const machine of model.machines) {
    if (!resource.machines.includes(machine.name)) continue;
    const way = wayInto(machine, resource, model);
    if (!way.open) return [diagnose(way.code, { why: way.why, help: way.help }, declarationOf(resource))];
  }
  return [];
}

/** Hosts that are reached through a port on which sshd does not answer any more. */
function checkHosts(resource: Resource, model: Model): readonly Diagnostic[] {
  for (const machine of model.machines) {
    if (!resource.machines.includes(machine.name)) continue;
    const ports = portsOf(resource);
    const host = machine.hosts.find(({ ssh }) => !ports.includes(ssh.port ?? 22));
    if (host !== undefined)
      return [
        diagnose(
          "W0451",
          { host: host.name, used: host.ssh.port ?? 22, ports: ports.join(", "), port: ports[0] ?? 22 },
          spanOf(resource, "ports"),
          { related: [{ span: host.span, message: "the host" }] },
        ),
      ];
  }
  return [];
}
