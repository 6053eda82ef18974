import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  formatFingerprint,
  isArmoured,
  normaliseFingerprint,
  readPublicKey,
} from "../../src/kinds/repository/open-pgp.ts";

const data = (name: string): Uint8Array => new Uint8Array(readFileSync(`test/kinds/data/${name}`));
const text = (name: string): string => readFileSync(`test/kinds/data/${name}`, "latin1");
const bytes = (content: string): Uint8Array => new Uint8Array(Buffer.from(content, "latin1"));

// What `gpg --fingerprint` printed when the throw-away keys were made.
const ed25519 = "CF3E3C0C61CFFF6E9B01F9EF4AEACE30AE08B4B5";
const rsa = "3A3A0BDBF3FE6B37BF9C48B4C5B0B6DB320597C3";

test.each([
  ["armoured", data("ed25519.asc"), ed25519],
  ["binary", data("ed25519.gpg"), ed25519],
  ["RSA", data("rsa.asc"), rsa],
  ["with Windows line ends", bytes(text("rsa.asc").replaceAll("\n", "\r\n")), rsa],
  ["with words around the armour", bytes(`Our key:\n\n${text("rsa.asc")}\nbye\n`), rsa],
  [
    "with headers in the armour",
    bytes(text("rsa.asc").replace("BLOCK-----\n", "BLOCK-----\nVersion: 1\nComment: x y\n")),
    rsa,
  ],
  ["without the checksum line", bytes(text("rsa.asc").replace(/^=.{4}\n/m, "")), rsa],
])("the fingerprint of a key: %s", (_name, key, fingerprint) => {
  const read = readPublicKey(key);
  expect(read).toEqual({ ok: true, fingerprint, keys: 1 });
});

test.each([
  ["a web page", bytes("<html>404</html>"), /not a key file/],
  ["nothing", new Uint8Array(), /empty/],
  ["an armour without an end", bytes(text("rsa.asc").replace(/-----END[\s\S]*/, "")), /armour has no end/],
  [
    "a changed letter",
    bytes(text("rsa.asc").replace(/\n\n(.)/, (_, c: string) => `\n\n${c === "m" ? "n" : "m"}`)),
    /checksum/,
  ],
  ["a binary key that was cut off", data("ed25519.gpg").subarray(0, 40), /cut off/],
  [
    "a private key",
    bytes("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nAAAA\n-----END PGP PRIVATE KEY BLOCK-----\n"),
    /private key/,
  ],
  ["a version 3 key", Uint8Array.from([0x99, 0, 1, 3]), /version 3/],
  ["a signature alone", Uint8Array.from([0x89, 0, 1, 4]), /no public key/],
])("what is not a public key: %s", (_name, key, problem) => {
  const read = readPublicKey(key);
  expect(read.ok ? "" : read.problem).toMatch(problem);
});

test("any cut of a key is refused or still its own key, and nothing throws", () => {
  const whole = data("ed25519.gpg");
  for (let end = 0; end <= whole.length; end++) {
    const read = readPublicKey(whole.subarray(0, end));
    if (read.ok) expect(read.fingerprint).toBe(ed25519);
  }
});

test("fingerprints are read as people write them", () => {
  const spaced = "CF3E 3C0C 61CF FF6E 9B01  F9EF 4AEA CE30 AE08 B4B5";
  expect(normaliseFingerprint(spaced)).toBe(ed25519);
  expect(normaliseFingerprint(`0x${ed25519.toLowerCase()}`)).toBe(ed25519);
  expect(normaliseFingerprint("AE08B4B5")).toBeUndefined();
  expect(formatFingerprint(ed25519)).toBe(spaced.replace("  ", " "));
});

test("armour is told from binary", () => {
  expect(isArmoured(data("rsa.asc"))).toBe(true);
  expect(isArmoured(data("ed25519.gpg"))).toBe(false);
});
