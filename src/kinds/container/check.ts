import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { problemOfPath } from "../../ir/paths.ts";
import { addressesIn, machinesThatUse } from "../../ir/used-from.ts";
import { checkAbsent, isForContainers, spanOf } from "../shared/check.ts";
import { checkServiceName } from "../shared/check-service-name.ts";
import { isWritten, readText } from "../shared/read.ts";

/**
 * A reference as the engines read it: an optional registry, path components in small letters, a tag, a digest
 * (github.com/distribution/reference, reference.go).
 */
const reference =
  /^(?:[A-Za-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/**
 * Reports an image that cannot be a reference or that means another one tomorrow, a name and places that cannot be, other
 * machines that do not reach it, and what it does not reach itself.
 */
export function checkContainer(resource: Resource, model: Model): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  return [
    ...checkServiceName(resource, model),
    ...checkImage(resource),
    ...checkPlaces(resource),
    ...checkReach(resource, model),
    ...checkOwn(resource, model),
    ...checkPublished(resource),
  ];
}

/** In Compose the services of all machines reach one another by their names. */
function checkReach(resource: Resource, model: Model): readonly Diagnostic[] {
  if (isForContainers(model) || isInHostNetwork(resource) || readText(resource, "published") === "everywhere")
    return [];
  const users = machinesThatUse(resource, model);
  if (users.length === 0) return [];
  const machines = users.map(({ name }) => `\`${name}\``).join(", ");
  return [diagnose("E0449", { name: resource.label, machines }, spanOf(resource, "published"))];
}

/** Addresses of what is on the same machine, which the container would take for its own. */
function checkOwn(resource: Resource, model: Model): readonly Diagnostic[] {
  if (isForContainers(model) || isInHostNetwork(resource)) return [];
  const blocks = Object.values(resource.blocks).flat();
  const bodies = [resource.attributes, ...blocks.map(({ attributes }) => attributes)];
  const [attribute] = bodies
    .flatMap((body) => Object.values(body))
    .flatMap(({ value, span }) => addressesIn(value).map((use) => ({ ...use, span })))
    .filter(({ machine, thing }) => resource.machines.includes(machine) && thing !== resource.id);
  if (attribute === undefined) return [];
  const thing = model.resources.find(({ id }) => id === attribute.thing)?.label ?? attribute.machine;
  return [diagnose("E0464", { thing, name: resource.label }, attribute.span)];
}

/** In the machine's network the engine publishes nothing. */
function checkPublished(resource: Resource): readonly Diagnostic[] {
  if (!isInHostNetwork(resource) || !isWritten(resource, "published")) return [];
  return [diagnose("E0468", { name: resource.label }, spanOf(resource, "published"))];
}

function isInHostNetwork(resource: Resource): boolean {
  return readText(resource, "network") === "host";
}

function checkImage(resource: Resource): readonly Diagnostic[] {
  const image = readText(resource, "image");
  if (image === undefined) return [];
  if (!reference.test(image)) return [diagnose("E0433", { image }, spanOf(resource, "image"))];
  const moves = !image.includes("@") && !/:(?!latest$)[^/:]+$/.test(image);
  return moves ? [diagnose("W0408", { image }, spanOf(resource, "image"))] : [];
}

function checkPlaces(resource: Resource): readonly Diagnostic[] {
  return ["file", "volume"].flatMap((name) =>
    (resource.blocks[name] ?? []).flatMap(({ label = "", span }) => {
      const problem = problemOfPath(label);
      return problem === undefined ? [] : [diagnose("E0408", { path: label, problem }, span)];
    }),
  );
}
