import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { LabCase } from "./cases.ts";
import { mustExec } from "./exec.ts";
import type { ServedFolder } from "./served.ts";

const PACKAGE = "lab-greeting";
const CONTROL = [
  `Package: ${PACKAGE}`,
  "Version: 1.2.3-1",
  "Architecture: all",
  "Maintainer: The lab <lab@example.com>",
  "Section: misc",
  "Priority: optional",
  "Description: says hello",
  "",
].join("\n");

/** Builds a small signed apt repository with a fresh key in the served folder, and writes a spec that uses it. */
export async function writeRepositoryCase(folder: string, { folder: served, uri }: ServedFolder): Promise<LabCase> {
  const tree = join(served, "apt");
  const deb = await buildPackage(folder, tree);
  const key = await makeSigningKey(folder);
  await writeIndexes(folder, tree, deb, key.home);
  return writeCase(join(folder, "spec"), `${uri}apt/`, key);
}

interface SigningKey {
  readonly home: string;
  readonly armoured: Buffer;
  readonly fingerprint: string;
}

async function buildPackage(folder: string, tree: string): Promise<string> {
  const root = join(folder, "package");
  mkdirSync(join(root, "DEBIAN"), { recursive: true });
  mkdirSync(join(root, "usr/share", PACKAGE), { recursive: true });
  writeFileSync(join(root, "DEBIAN/control"), CONTROL);
  writeFileSync(join(root, "usr/share", PACKAGE, "hello"), "hello\n");
  mkdirSync(join(tree, "pool"), { recursive: true });
  const deb = join(tree, "pool", `${PACKAGE}_1.2.3-1_all.deb`);
  await mustExec("dpkg-deb", ["--root-owner-group", "--build", root, deb]);
  return deb;
}

async function makeSigningKey(folder: string): Promise<SigningKey> {
  const home = join(folder, "gnupg");
  mkdirSync(home, { mode: 0o700 });
  const gpg = (args: readonly string[]) => mustExec("gpg", ["--homedir", home, "--batch", "--quiet", ...args]);
  await gpg(["--passphrase", "", "--quick-generate-key", "The lab <lab@example.com>", "rsa3072", "sign", "never"]);
  const listed = (await gpg(["--with-colons", "--list-keys"])).stdout.toString();
  const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(listed)![1]!;
  return { home, fingerprint, armoured: (await gpg(["--armor", "--export", fingerprint])).stdout };
}

async function writeIndexes(folder: string, tree: string, deb: string, home: string): Promise<void> {
  const bytes = readFileSync(deb);
  const file = deb.slice(tree.length + 1);
  const entry = `${CONTROL}Filename: ${file}\nSize: ${bytes.length}\nSHA256: ${sha256(bytes)}\n\n`;
  const indexes = join(tree, "dists/stable/main");
  const written = new Map<string, Buffer>();
  for (const architecture of ["amd64", "arm64", "all"]) {
    written.set(`main/binary-${architecture}/Packages`, Buffer.from(entry));
    written.set(`main/binary-${architecture}/Packages.gz`, gzipSync(entry));
  }
  for (const [path, content] of written) {
    const full = join(indexes, "..", path);
    mkdirSync(join(full, ".."), { recursive: true });
    writeFileSync(full, content);
  }
  const sums = [...written].map(([path, content]) => ` ${sha256(content)} ${content.length} ${path}`);
  const release = [
    "Origin: Lab",
    "Label: Lab",
    "Suite: stable",
    "Codename: stable",
    "Architectures: amd64 arm64 all",
    "Components: main",
    `Date: ${new Date().toUTCString()}`,
    "SHA256:",
    ...sums,
    "",
  ].join("\n");
  writeFileSync(join(folder, "Release"), release);
  const target = join(tree, "dists/stable/InRelease");
  await mustExec("gpg", [
    "--homedir",
    home,
    "--batch",
    "--quiet",
    "--clearsign",
    "-o",
    target,
    join(folder, "Release"),
  ]);
}

function writeCase(folder: string, uri: string, key: SigningKey): LabCase {
  mkdirSync(join(folder, "keys"), { recursive: true });
  writeFileSync(join(folder, "keys/lab.asc"), key.armoured);
  const spec = `envspec 1

os = "debian-12"

repository lab {
  uri = "${uri}"
  suite = "stable"
  components = ["main"]
  key = file("./keys/lab.asc")
  fingerprint = "${key.fingerprint}"
}

package ${PACKAGE} {
  version = "1.2.3-1"
}
`;
  writeFileSync(join(folder, "main.envspec"), spec);
  const checks = [{ run: ["cat", `/usr/share/${PACKAGE}/hello`], equals: "hello\n" }];
  return { name: "repository", folder, fresh: true, settings: { checks } };
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
