import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Machine, Model, NestedBlock, Resource } from "../../ir/model.ts";
import { nearestName } from "../../text/edit-distance.ts";
import { declarationOf, isForContainers, spanOf } from "../shared/check.ts";
import { presentBeside } from "../shared/present.ts";
import { readText } from "../shared/read.ts";
import { checkSources, machineSources } from "../shared/sources.ts";
import { answeringOn, isWebsite } from "./answering.ts";
import { isWritten, itemsOf, openingsIn, textOf } from "./rules.ts";
import { serviceNames, serviceOn } from "./services.ts";

/** Reports rules that name nothing, doors that cannot be, and a way in that is closed by accident. */
export function checkFirewall(resource: Resource, model: Model): readonly Diagnostic[] {
  const machines = model.machines.filter((machine) => resource.machines.includes(machine.name));
  const allows = resource.blocks["allow"] ?? [];
  return [
    ...checkSsh(resource),
    ...machines.slice(0, 1).flatMap((machine) => allows.flatMap((allow) => checkAllow(allow, machine, model))),
    ...allows.flatMap((allow) => checkFrom(allow, model)),
    ...machines.flatMap((machine) => checkClosed(resource, machine, model)),
    ...checkDocker(resource, model),
  ];
}

/** Reports what answers behind the firewall without anybody being let in. */
function checkClosed(resource: Resource, machine: Machine, model: Model): readonly Diagnostic[] {
  if (isForContainers(model)) return [];
  const written = (resource.blocks["allow"] ?? []).map((allow) => ({
    openings: openingsIn(allow, machine, model) ?? [],
  }));
  return answeringOn(machine, model).flatMap(({ thing, ports, users }) => {
    if (thing.kind === "ssh-server" || isWritten({ protocol: "tcp", ports }, written)) return [];
    const [user] = users;
    const unknown = user !== undefined && users.flatMap(machineSources).length === 0;
    if (!unknown && !(user === undefined && isWebsite(thing))) return [];
    const problem = unknown
      ? `no host of \`${user.name}\`, which uses it, has an IP address`
      : "nothing says that visitors may";
    const names = ports.flatMap((port) => (port === "80" ? "http" : port === "443" ? "https" : []));
    const help = unknown
      ? `give the hosts an \`address\`, or write \`firewall { allow ${thing.name} { ports = [${ports.join(", ")}] } }\``
      : `write \`firewall { allow ${names.length === 1 ? names[0] : `[${names.join(", ")}]`} }\``;
    const related = [{ span: declarationOf(thing), message: "it is declared here" }];
    return [diagnose("W0459", { name: thing.name, problem, help }, declarationOf(resource), { related })];
  });
}

/** In words that nobody types by accident. */
const closed = /^closed: *\S/;

function checkSsh(resource: Resource): readonly Diagnostic[] {
  const written = readText(resource, "ssh");
  if (written === undefined) return [];
  const span = spanOf(resource, "ssh");
  if (!closed.test(written)) return [diagnose("E0452", { problem: `\`ssh = "${written}"\` says neither` }, span)];
  const allowed = (resource.blocks["allow"] ?? []).some((allow) => allow.label === "ssh");
  return allowed ? [diagnose("E0452", { problem: "SSH is closed here and let in by `allow ssh`" }, span)] : [];
}

function checkAllow(allow: NestedBlock, machine: Machine, model: Model): readonly Diagnostic[] {
  const name = allow.label ?? "";
  const diagnostics: Diagnostic[] = [];
  if (!/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/.test(name))
    diagnostics.push(
      diagnose(
        "E0450",
        { name, problem: "is no name for a rule", help: "use letters, digits, spaces, `.`, `_` and `-`" },
        allow.span,
      ),
    );
  else if (openingsIn(allow, machine, model) === undefined) {
    const problem = "is no service with a known port";
    diagnostics.push(diagnose("E0450", { name, problem, help: helpFor(name) }, allow.span));
  }
  const range = textOf(allow, "port-range");
  const [from = 0, to = 0] = (range ?? "").split("-").map(Number);
  if (range !== undefined && !(/^\d{1,5}-\d{1,5}$/.test(range) && from >= 1 && from < to && to <= 65_535))
    diagnostics.push(
      diagnose(
        "E0450",
        {
          name,
          problem: `has the range \`${range}\``,
          help: 'write the first and the last port: `port-range = "60000-61000"`',
        },
        allow.attributes["port-range"]?.span ?? allow.span,
      ),
    );
  const bare = ["protocol"].find(
    (key) => allow.attributes[key] !== undefined && allow.attributes[key]?.origin !== "default",
  );
  if (bare !== undefined && range === undefined && itemsOf(allow, "ports").length === 0)
    diagnostics.push(
      diagnose(
        "E0450",
        {
          name,
          problem: "has a protocol but no ports",
          help: "write `ports = […]` too, or take `protocol` away: a service knows its own",
        },
        allow.attributes[bare]?.span ?? allow.span,
      ),
    );
  return diagnostics;
}

/** What to write instead of a name that nobody knows; a port number is taken for its service, or for a port to be named. */
function helpFor(name: string): string {
  if (/^\d+$/.test(name)) {
    const service = serviceOn(name);
    const own = `\`allow app { ports = [${name}] }\`, with a name of yours`;
    return service === undefined ? `write ${own}` : `write \`allow ${service}\`; or ${own}`;
  }
  const near = nearestName(name, serviceNames);
  const help = `say what it is: \`allow ${/^[A-Za-z][\w-]*$/.test(name) ? name : `"${name}"`} { ports = [8080] }\``;
  return near === undefined ? help : `${help}; or did you mean \`${near}\`?`;
}

function checkFrom(allow: NestedBlock, model: Model): readonly Diagnostic[] {
  const written = allow.attributes["from"];
  if (written === undefined) return [];
  const name = allow.label ?? "";
  const items = itemsOf(allow, "from");
  if (items.length > 0) return checkSources(`allow ${name}`, items, written.span, model);
  const problem = "lets nobody in: `from` is an empty list";
  return [diagnose("E0450", { name, problem, help: "take `from` away: then everybody may come in" }, written.span)];
}

/** Docker answers for the ports that it publishes before the input chain is asked. */
function checkDocker(resource: Resource, model: Model): readonly Diagnostic[] {
  const packages = presentBeside(resource, model, "package");
  const docker = packages.find(({ name }) => /^docker(\.io|-ce)?$/.test(name));
  return docker === undefined
    ? []
    : [
        diagnose("W0450", { package: docker.name }, declarationOf(resource), {
          related: [{ span: declarationOf(docker), message: "it is installed here" }],
        }),
      ];
}
