/** Files that Compose puts into containers: the definition of a service changes with what is in them. */
import { parse } from "yaml";
import { expect, test } from "vitest";
import { dockerfile } from "../../../src/backends/dockerfile/backend.ts";
import type { Op } from "../../../src/ir/ops.ts";
import type { Text } from "../../../src/ir/text.ts";
import { host, hostHole, hostVariable, machine, op, program, secret, secretHole, textFile } from "./programs.ts";

const api = op("process", "api", { name: "api", argv: [["/bin/x"]], user: "api" });
const other = op("process", "other", { name: "other", argv: [["/bin/x"]], user: "other" });

function labelsOf(ops: readonly Op[]): Readonly<Record<string, string | undefined>> {
  const given = { secrets: [secret("token", "TOKEN")], variables: [hostVariable("region")] };
  const hosts = [host("a", { region: "eu" }), host("b", { region: "us" })];
  const built = dockerfile.build(program([machine(ops, { hosts })], given), {});
  const file = built.files.find(({ path }) => path === "compose.yaml");
  const { services } = parse(String(file?.content)) as {
    services: Record<string, { labels?: Record<string, string> }>;
  };
  return Object.fromEntries(Object.entries(services).map(([name, { labels }]) => [name, labels?.["configs-hash"]]));
}

const config = (text: Text): Op => textFile("/etc/app.conf", text, { owner: "api", mode: "0400" });

test("a service has a label with a sum of its configs, and nobody else has it", () => {
  const one = labelsOf([config(["a = ", secretHole("token")]), api, other]);
  const two = labelsOf([config(["b = ", secretHole("token")]), api, other]);
  expect(one["api"]).toMatch(/^[0-9a-f]{12}$/);
  expect(two["api"]).toMatch(/^[0-9a-f]{12}$/);
  expect(two["api"]).not.toBe(one["api"]);
  expect([one["other"], two["other"]]).toEqual([undefined, undefined]);
});

test("the label has the host's values too, but no secret", () => {
  const text: Text = [hostHole("region"), " ", secretHole("token"), " ", hostHole("region")];
  expect(labelsOf([config(text), api])["api"]).toMatch(/^[0-9a-f]{12} \$\{REGION:\?[^}]*\}$/);
});
