import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readCases } from "./cases.ts";
import { compileCase } from "./compile.ts";
import { isNotHere } from "./oracle.ts";

const folder = mkdtempSync(join(tmpdir(), "envc-compile-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a spec beside which the lab adds something is tried as it is, on another release, too", async () => {
  const lemp = readCases().find((each) => each.name === "lemp")!;
  const project = await compileCase(lemp, "trixie", folder);
  if (!("machines" in project)) throw new Error(JSON.stringify(project));
  const packages = project.machines[0]!.expectations.filter((each) => each.fact === "package");
  expect(packages.map((each) => each.name)).toEqual(expect.arrayContaining(["mariadb-server", "nginx", "php8.4-fpm"]));
  const example = readFileSync(join(import.meta.dirname, "../../examples/06-lemp/shop.envspec"), "utf8");
  expect(readFileSync(join(folder, "spec/shop.envspec"), "utf8")).toBe(example.replace("debian-12", "debian-13"));
});

test("what the lab lays beside a spec stands in for the spec's own files", async () => {
  const site = readCases().find((each) => each.name === "static-site-tls")!;
  const made = join(folder, "site");
  if (!("machines" in (await compileCase(site, "bookworm", made)))) throw new Error("it was refused");
  const authority = readFileSync(join(import.meta.dirname, "specs/static-site-tls/ca.pem"), "utf8");
  expect(readFileSync(join(made, "out/ansible/roles/main/files/etc/ssl/local/cert.ca.pem"), "utf8")).toBe(authority);
});

test.each([
  ["node-app", ["/srv/shop/current/server.js", "/srv/shop/shared/uploads"]],
  ["php-app", ["/srv/shop/current/composer.json"]],
])("an image has the files of a %s, and not the units which run it on a machine", async (name, files) => {
  const app = readCases().find((each) => each.name === name)!;
  const project = await compileCase(app, "bookworm", join(folder, name));
  if (!("machines" in project)) throw new Error(JSON.stringify(project));
  const [machine] = project.machines;
  const ofImage = machine!.inImage.filter((each) => !isNotHere(each, machine!.notOn.dockerfile));
  const paths = ofImage.flatMap((each) => ("path" in each && each.where !== "booted" ? [each.path] : []));
  expect(paths).toEqual(expect.arrayContaining(files));
  expect(paths.filter((path) => /^\/etc\/(?:systemd|default)/.test(path))).toEqual([]);
  expect(ofImage.filter((each) => "unit" in each && each.where !== "booted")).toEqual([]);
});

test("a spec without the release that the lab stands in for is refused", async () => {
  const nowhere = { name: "nowhere", folder: join(import.meta.dirname, "probe"), settings: {} };
  await expect(compileCase(nowhere, "trixie", join(folder, "nowhere"))).rejects.toThrow('os = "debian-12"');
});
