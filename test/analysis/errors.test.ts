import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { analyseText, showDiagnostic } from "./helpers.ts";

const folder = new URL("../errors/analysis/", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".envspec"))
  .sort();
/** Local files that the cases may name. */
const files = {
  motd: "Hello $${1}\n",
  greeting: "Hello $${nobody}\n",
  "used-template": "$${in-a-template}\n",
  "clear.yaml": "db:\n  password: in clear\n",
  "locked.yaml": "db:\n  password: ENC[AES256_GCM,data:p8Wk]\nsops:\n  mac: ENC[AES256_GCM,data:Yk0=]\n",
};

const seen = new Set<string>();

test.each(names)("%s", (name) => {
  const path = new URL(name, folder);
  const [source = "", expected = ""] = readFileSync(path, "utf8").split(/\n(?=# expected\n)/);
  const result = analyseText(`${source}\n`, files, {});
  for (const diagnostic of result.diagnostics) seen.add(diagnostic.code);
  const lines = result.diagnostics.flatMap((diagnostic) => [
    `# ${showDiagnostic(diagnostic, result)}`,
    ...(diagnostic.label === undefined ? [] : [`#   ${diagnostic.label}`]),
    ...(diagnostic.help === undefined ? [] : [`#   help: ${diagnostic.help}`]),
    ...diagnostic.fixes.map((fix) => `#   ${fix.safety} fix: ${fix.title}`),
  ]);
  const rendered = ["# expected", ...lines, ""].join("\n");
  if (process.env["UPDATE"] !== undefined) writeFileSync(path, `${source}\n${rendered}`);
  else expect(rendered).toBe(expected);
});

test("every code of the analysis has a case", () => {
  const codes = readdirSync(new URL("../../messages/", import.meta.url))
    .filter((name) => /^(E0[23567]|W0[25])\d\d\.md$/.test(name))
    .map((name) => name.slice(0, 5));
  expect(codes.filter((code) => !seen.has(code))).toEqual([]);
});
