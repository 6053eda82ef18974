import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Machine, Model, Resource } from "../../../ir/model.ts";
import { machinesThatUse } from "../../../ir/used-from.ts";
import { nearestName } from "../../../text/edit-distance.ts";
import type { Span } from "../../../text/span.ts";
import { declarationOf, spanOf } from "../check.ts";
import { readText, readValue } from "../read.ts";
import { blocksOf } from "./read-blocks.ts";

/** Reports a second server of the same kind on a machine: its package, port and folders are there once. */
export function checkAlone(resource: Resource, model: Model, holds: string): readonly Diagnostic[] {
  const others = model.resources.filter(
    (other) => other.kind === resource.kind && other.machines.some((machine) => resource.machines.includes(machine)),
  );
  const [first] = others;
  if (first === undefined || first.id === resource.id) return [];
  return [
    diagnose("E0474", { kind: resource.kind, name: resource.name, other: first.name, holds }, declarationOf(resource), {
      related: [{ span: declarationOf(first), message: "the other one" }],
    }),
  ];
}

/** What a vendor's repository looks like, for the message that it is missing. */
export interface Vendor {
  /** `PostgreSQL`. */
  readonly product: string;
  /** The version of the distribution. */
  readonly own: (osId: string) => string;
  /** A name for the repository: `pgdg`. */
  readonly repository: string;
  readonly uri: (machine: Machine, version: string) => string;
  readonly suite: (machine: Machine) => string;
}

/** Reports a version that the distribution does not have and no repository is named for. */
export function checkVersion(resource: Resource, model: Model, vendor: Vendor): readonly Diagnostic[] {
  const version = readText(resource, "version");
  if (version === undefined || readValue(resource, "repository") !== undefined) return [];
  const machine = model.machines.find(
    (one) => resource.machines.includes(one.name) && vendor.own(one.os.id) !== version,
  );
  if (machine === undefined) return [];
  const block = `repository ${vendor.repository} { uri = "${vendor.uri(machine, version)}", suite = "${vendor.suite(machine)}", key = file("./keys/${vendor.repository}.asc"), fingerprint = "…" }`;
  return [
    diagnose(
      "E0471",
      {
        product: vendor.product,
        version,
        os: machine.os.id,
        own: vendor.own(machine.os.id),
        repository: vendor.repository,
        block,
      },
      spanOf(resource, "version"),
    ),
  ];
}

/** Warns when another machine uses the server but no host of it has an address: then nobody is let in. */
export function checkClients(resource: Resource, model: Model): readonly Diagnostic[] {
  return machinesThatUse(resource, model)
    .filter(() => model.targets.length > 0 && !model.targets.includes("dockerfile"))
    .filter((machine) => machine.hosts.every((host) => host.address === undefined))
    .map((machine) => diagnose("W0470", { name: resource.name, machine: machine.name }, declarationOf(resource)));
}

/** Reports a setting that the server does not know, or that an attribute gives. */
export function checkSettings(
  resource: Resource,
  server: string,
  names: readonly string[],
  isKnown: (name: string) => boolean,
  own: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  return blocksOf(resource, "settings").flatMap((block) =>
    Object.entries(block.attributes).flatMap(([name, { span }]): readonly Diagnostic[] => {
      const instead = Object.hasOwn(own, name) ? own[name] : undefined;
      if (instead !== undefined) return [diagnose("E0476", { name, instead }, span)];
      return isKnown(name) ? [] : [unknownSetting(name, server, names, span)];
    }),
  );
}

function unknownSetting(name: string, server: string, names: readonly string[], span: Span): Diagnostic {
  const near = nearestName(name, names);
  return diagnose("E0472", { name, server }, span, near === undefined ? {} : { label: `did you mean \`${near}\`?` });
}
