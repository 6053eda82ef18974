import { expect, test } from "vitest";
import { analyseBody } from "./helpers.ts";

const app = 'php-app shop { source = "./app" }\n';
const files = { "app/public/index.php": "" };

/** What is said of a site with this domain, and what the fix writes. */
function said(domain: string): readonly string[] {
  return analyseBody(`${app}\nsite front {\n  domain = ${domain}\n}\n`, files).diagnostics.map(
    (one) => `${one.code} ${one.fixes[0]?.edits[0]?.text ?? "no fix"}`,
  );
}

test("a domain without quotes is told to be written in quotes, whatever its first word names", () => {
  expect(said("shop.example.com")).toEqual(['E0203 "shop.example.com"']);
  expect(said("acme.example.com")).toEqual(['E0202 "acme.example.com"']);
  expect(said("redis.example.com")).toEqual(['E0202 "redis.example.com"']);
  expect(said("example.com")).toEqual(['E0202 "example.com"']);
});

test("what is no domain, or is read of something, is no text that lost its quotes", () => {
  expect(said("shop.public")).not.toContain('E0203 "shop.public"');
  expect(said("acme.x")).toEqual(["E0202 no fix"]);
});

test("an address on the web gets its beginning, too", () => {
  const { diagnostics } = analyseBody("let base: url = api.example.com\n");
  expect(diagnostics.map((one) => one.fixes[0]?.edits[0]?.text)).toContain('"https://api.example.com"');
});
