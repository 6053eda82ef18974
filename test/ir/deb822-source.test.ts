import { expect, test } from "vitest";
import { deb822Source } from "../../src/ir/canonical-files.ts";
import type { RepositoryOp } from "../../src/ir/ops.ts";

const repository: RepositoryOp = {
  op: "repository",
  id: "repository:node",
  title: "Add the apt repository node",
  resource: "repository.node",
  after: [],
  triggers: [],
  bindings: {},
  provenance: [],
  name: "node",
  types: ["deb"],
  uris: ["https://deb.example/node"],
  suites: ["nodistro"],
  components: ["main", "contrib"],
  architectures: [],
  key: { path: "keys/node.asc", bytes: new Uint8Array() },
  keyPath: "/etc/apt/keyrings/node.asc",
  sourcesPath: "/etc/apt/sources.list.d/node.sources",
  ensure: "present",
};

test("writes the fields that have values, in apt's usual order", () => {
  expect(deb822Source(repository)).toBe(
    "Types: deb\nURIs: https://deb.example/node\nSuites: nodistro\nComponents: main contrib\nSigned-By: /etc/apt/keyrings/node.asc\n",
  );
});

test("a flat repository has no components", () => {
  expect(deb822Source({ ...repository, suites: ["./"], components: [], architectures: ["amd64"] })).toBe(
    "Types: deb\nURIs: https://deb.example/node\nSuites: ./\nArchitectures: amd64\nSigned-By: /etc/apt/keyrings/node.asc\n",
  );
});
