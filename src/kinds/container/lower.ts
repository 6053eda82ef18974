import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { ContainerOp, Op } from "../../ir/ops.ts";
import type { OsRelease } from "../../ir/os.ts";
import { descriptionOf } from "../shared/description.ts";
import { environmentOf, wordsOf } from "../shared/execution.ts";
import { installPackage } from "../shared/build-ops.ts";
import { opBase } from "../shared/op-base.ts";
import { portsOf } from "../shared/ports.ts";
import { readBool, readNumber, readText } from "../shared/read.ts";
import { knownText } from "../../ir/read-value.ts";

/**
 * What is installed for the container: the engine, what it cannot work without and only recommends, and the certificates without
 * which no registry is believed. Debian 13 has Docker's client in a package of its own, and Podman's network calls `nft`
 * (packages.debian.org/trixie/docker.io, packages.debian.org/trixie/netavark).
 */
export function enginePackages(resource: Resource, os: OsRelease): readonly string[] {
  const isPodman = engineOf(resource) === "podman";
  const needed = os.id === "debian-13" ? [isPodman ? "nftables" : "docker-cli"] : [];
  return [isPodman ? "podman" : "docker.io", ...needed, "ca-certificates"];
}

/** On a machine: the engine, and the container. */
export function lowerContainer(resource: Resource, context: LowerContext): readonly Op[] {
  const container = containerOf(resource, context);
  if (resource.absent) return [container];
  const packages = enginePackages(resource, context.machine.os).map((name) => installPackage(resource, name));
  return [...packages, { ...container, after: [...container.after, ...packages.map(({ id }) => id)] }];
}

/** The container alone. */
export function containerOf(resource: Resource, context: LowerContext): ContainerOp {
  const health = wordsOf(resource, "health", context);
  return {
    ...opBase(resource, `${resource.absent ? "Remove" : "Run"} the container ${resource.name}`, {
      enabled: "enabled",
      running: "running",
    }),
    op: "container",
    id: opId("container", resource.name),
    name: resource.name,
    hostname: resource.name,
    description: descriptionOf(resource),
    image: readText(resource, "image") ?? "",
    engine: engineOf(resource),
    argv: wordsOf(resource, "run", context),
    environment: environmentOf(resource, context),
    files: (resource.blocks["file"] ?? []).map(({ label = "", attributes }) => ({
      path: label,
      text: context.text(attributes["text"]?.value) ?? [],
    })),
    ports: portsOf(resource),
    published: readText(resource, "published") === "everywhere" ? "everywhere" : "locally",
    ...(readText(resource, "network") === "host" ? { network: "host" } : {}),
    volumes: (resource.blocks["volume"] ?? []).map(({ label = "", attributes }) => ({
      name: knownText(attributes["name"]?.value) ?? `${resource.name}${label.replaceAll(/[^A-Za-z0-9]+/g, "-")}`,
      path: label,
    })),
    health: health.length === 0 ? undefined : health,
    restart: restartOf(readText(resource, "restart")),
    stopSeconds: readNumber(resource, "stop-timeout") ?? 10,
    enabled: readBool(resource, "enabled") ?? true,
    running: readBool(resource, "running") ?? true,
    ensure: resource.absent ? "absent" : "present",
  };
}

function engineOf(resource: Resource): ContainerOp["engine"] {
  return readText(resource, "engine") === "podman" ? "podman" : "docker";
}

function restartOf(written: string | undefined): ContainerOp["restart"] {
  return written === "on-failure" || written === "no" ? written : "always";
}
