import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findSecretLike, findToken } from "../../src/analysis/rules/looks-like-secret.ts";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";
import { check } from "../../src/index.ts";
import { nodeFileSystem } from "../../src/platform/node-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { analyseBody, showDiagnostics } from "./helpers.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Put together here, so that no scanner finds them in this file. */
const join2 = (...parts: readonly string[]): string => parts.join("");
const random = "q7Rk2LmX9vTbN4wZ8pYc3HdJ";

describe("what looks like a secret", () => {
  it.each([
    [join2("-----BEGIN OPENSSH PRIV", "ATE KEY-----"), undefined, "a private key"],
    [join2("-----BEGIN PRIV", "ATE KEY-----"), undefined, "a private key"],
    [join2("AK", "IAIOSFODNN7ABCDEFG"), undefined, "an access key of AWS"],
    [join2("gh", "p_", "a".repeat(36)), undefined, "a token of GitHub"],
    [join2("xo", "xb-1234567890-abc"), undefined, "a token of Slack"],
    [join2("ey", "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w"), undefined, "a JSON web token"],
    ["postgres://shop:hunter2@db/shop", undefined, "a password in a URL"],
    ["[client]\nuser = x\npassword = hunter22\n", undefined, "the value of `password`"],
    ['{"apiToken": 1, "api_token": "abcdef12"}', undefined, "the value of `api_token`"],
    ["hunter22", "DB_PASSWORD", "the value of `DB_PASSWORD`"],
    ["hunter22", "smtp-password", "the value of `smtp-password`"],
    [`key ${random}`, undefined, "a random key"],
  ])("%s", (text, name, what) => {
    expect(findSecretLike(text, name)?.what).toBe(what);
  });

  it.each([
    ["PasswordAuthentication no\nPermitEmptyPasswords no\n", "text"],
    ["password = ${db}", "text"],
    ["password = {{ vault_db }}\ntoken: $TOKEN\nsecret=%s\n", "text"],
    ["password_file = /run/secrets/db", "text"],
    ["/run/secrets/db", "DB_PASSWORD_FILE"],
    ["/run/secrets/db", "DB_PASSWORD"],
    ["config.token", "token"],
    ["token-lifetime = 86400", "text"],
    ["token = 3600s", "text"],
    ["d41d8cd98f00b204e9800998ecf8427e", "text"],
    ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "text"],
    ["9DC8 5822 9FC7 DD38 854A  E2D8 8D81 803C 0EBF CD88", "fingerprint"],
    ["9DC858229FC7DD38854AE2D88D81803C0EBFCD88", "fingerprint"],
    ["SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8", "text"],
    ["sha512-q7Rk2LmX9vTbN4wZ8pYc3HdJq7Rk2LmX9vTbN4wZ8pYc3HdJ==", "integrity"],
    [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl eva@example.com",
      "authorized-keys",
    ],
    ["-----BEGIN PGP PUBLIC KEY BLOCK-----\nmDMEXEcE6RYJKwYBBAHaRw8BAQdArjWwk3FAqyiFbFBKT4TzXcVBqPTB3gmzlC\n", "text"],
    ["123e4567-e89b-12d3-a456-426614174000", "text"],
    ["https://example.com/releases/download/v1.2.3/Some-Package_1.2.3_amd64.deb", "text"],
    ["https://user@example.com:8443/x", "text"],
    ["redis://127.0.0.1:6379/0", "text"],
    ["AKIAIOSFODNN7EXAMPLE", "text"],
    ["/opt/MyApplicationServer2/WebRootDirectory3/IndexPage4", "text"],
    ["ThisIsAVeryLongCamelCaseIdentifier2WithWords3", "text"],
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "text"],
  ])("is not: %s", (text, name) => {
    expect(findSecretLike(text, name)).toBeUndefined();
  });

  it("is most of what a random generator makes, and ends quickly for anything", () => {
    const alphabet = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    let found = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { minLength: 32, maxLength: 48 }), (characters) => {
        if (findSecretLike(`x ${characters.join("")} y`, undefined) !== undefined) found++;
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(found).toBeGreaterThan(180);
    const started = performance.now();
    for (const text of [
      "password".repeat(20_000),
      "a:".repeat(50_000),
      `x://${"a".repeat(100_000)}`,
      "eyJ".repeat(40_000),
    ])
      findSecretLike(text, "password");
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe("the lint", () => {
  it("points at the characters, and shows them nowhere", () => {
    const secret = "hunter2-and-more";
    const result = analyseBody(
      `let db-password = "${secret}"\n\nfile "/etc/x" {\n  text = """\n    user = x\n    password = ${secret}\n    """\n}\n\nuser anna { password = "${secret}" }\n`,
    );
    expect(showDiagnostics(result).split("\n")).toEqual([
      "5:20 W0701 this looks like the value of `db-password`",
      "10:16 W0701 this looks like the value of `password`",
      "14:24 E0703 `password` of a user must be a secret",
    ]);
    for (const format of ["human", "short", "json", "github"] as const)
      expect(renderDiagnostics(result.diagnostics, result.sources, format)).not.toContain(secret);
  });

  it("looks into files and folders that a spec names", () => {
    const key = join2("-----BEGIN RSA PRIV", "ATE KEY-----\nabc\n");
    const result = analyseBody('file "/etc/k" { source = file("./id") }\ndirectory "/srv/w" { source = "./web" }\n', {
      id: key,
      "web/a/id_rsa": key,
    });
    expect(showDiagnostics(result).split("\n")).toEqual([
      "5:26 W0701 `./id` looks like a private key",
      "6:31 W0701 `./web/a/id_rsa` looks like a private key",
    ]);
    expect(findToken("-----BEGIN PUBLIC KEY-----")).toBeUndefined();
  });
});

describe("no false alarm", () => {
  const specs = ["examples", "test/lab/specs", "test/cases", "test/errors/analysis"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".envspec") && !/secret|formatted/.test(path.split("/").at(-1) ?? ""))
      .map((path) => join(root, folder, path)),
  );

  it.each(specs)("%s", (path) => {
    const folder = path.slice(0, path.lastIndexOf("/"));
    const files = createProjectFiles(nodeFileSystem, folder, {});
    const result = check({ root: path.slice(folder.length + 1), files });
    expect(result.diagnostics.filter(({ code }) => code === "W0701").map(({ title }) => title)).toEqual([]);
  });
});
