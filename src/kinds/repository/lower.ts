import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op, RepositoryOp } from "../../ir/ops.ts";
import { opBase } from "../shared/op-base.ts";
import { readText, readTexts, readValue } from "../shared/read.ts";
import { isArmoured } from "./open-pgp.ts";

/** One op; the key's file name tells apt whether it is armoured or binary (apt-key(8), "Supported keyring files"). */
export function lowerRepository(resource: Resource, context: LowerContext): readonly Op[] {
  const key = readValue(resource, "key");
  const file = !resource.absent && key?.is === "file" ? key.file : undefined;
  const extension = file === undefined || isArmoured(file.bytes) ? "asc" : "gpg";
  const uri = readText(resource, "uri");
  const types = readTexts(resource, "types").filter(
    (type): type is RepositoryOp["types"][number] => type === "deb" || type === "deb-src",
  );
  const present = !resource.absent;
  return [
    {
      ...opBase(resource, `${present ? "Add" : "Remove"} the package repository ${resource.name}`, {
        uri: "uris.0",
        suite: "suites.0",
      }),
      op: "repository",
      id: opId("repository", resource.name),
      name: resource.name,
      types: present ? (types.length === 0 ? ["deb"] : types) : [],
      uris: present && uri !== undefined ? [uri] : [],
      suites: present ? [readText(resource, "suite") ?? context.machine.os.codename] : [],
      components: present ? componentsOf(resource) : [],
      architectures: present ? readTexts(resource, "architectures") : [],
      key: file,
      keyPath: `/etc/apt/keyrings/${resource.name}.${extension}`,
      sourcesPath: `/etc/apt/sources.list.d/${resource.name}.sources`,
      ensure: present ? "present" : "absent",
    },
  ];
}

/** A suite that ends with `/` is an exact path and must have no components (sources.list(5)). */
function componentsOf(resource: Resource): readonly string[] {
  if (readText(resource, "suite")?.endsWith("/") === true) return [];
  const components = readTexts(resource, "components");
  return components.length === 0 ? ["main"] : components;
}
