import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabCase } from "./cases.ts";
import { mustExec } from "./exec.ts";
import type { ServedFolder } from "./served.ts";

/** Makes files, archives and a git repository to fetch, and writes a spec that downloads them and checks it out. */
export async function writeFetchedCase(folder: string, { folder: served, uri }: ServedFolder): Promise<LabCase> {
  const files = join(served, "files");
  mkdirSync(join(folder, "engine-1.2/bin"), { recursive: true });
  mkdirSync(files, { recursive: true });
  writeFileSync(join(files, "greet"), "#!/bin/sh\necho hello\n");
  writeFileSync(join(folder, "engine-1.2/bin/engine"), "#!/bin/sh\necho engine 1.2\n", { mode: 0o755 });
  writeFileSync(join(folder, "engine-1.2/notes.txt"), "notes\n");
  await mustExec("tar", ["--create", "--xz", `--file=${files}/engine.tar.xz`, "engine-1.2"], { cwd: folder });
  await mustExec("python3", ["-m", "zipfile", "-c", join(files, "pages.zip"), "engine-1.2"], { cwd: folder });
  const first = await makeGitRepository(join(folder, "shop"), join(served, "shop.git"));
  const spec = `envspec 1

## What is fetched from elsewhere: a program, archives, and a git repository at a tag and at a commit.

os = "debian-12"

user fetcher {
  home = "/srv/fetcher"
  shell = "/bin/bash"
}

download "/usr/local/bin/greet" {
  url = "${uri}files/greet"
  checksum = "${sumOf(join(files, "greet"))}"
  mode = 0755
}

download "/opt/engine" {
  url = "${uri}files/engine.tar.xz"
  checksum = "${sumOf(join(files, "engine.tar.xz"))}"
  unpack = tar
  strip = 1
}

download "/srv/fetcher/pages" {
  url = "${uri}files/pages.zip"
  checksum = "${sumOf(join(files, "pages.zip"))}"
  unpack = zip
  owner = fetcher
  group = www-data
  mode = 0750
}

checkout "/srv/fetcher/shop" {
  repository = "${uri}shop.git"
  ref = "v2"
  owner = fetcher
}

checkout "/srv/fetcher/older" {
  repository = "${uri}shop.git"
  ref = "${first}"
  owner = fetcher
  mode = 0700
}

## Made of what was fetched, and made again when that is another version.
command label {
  run = "{ cat /srv/fetcher/shop/price; /opt/engine/bin/engine; } >> /srv/fetcher/label"
  on-change = [checkout."/srv/fetcher/shop", download."/opt/engine"]
}
`;
  mkdirSync(join(folder, "spec"), { recursive: true });
  writeFileSync(join(folder, "spec/main.envspec"), spec);
  const shell = (script: string): readonly string[] => ["sh", "-c", script];
  const asFetcher = (script: string): readonly string[] => ["runuser", "-u", "fetcher", "--", ...shell(script)];
  const again = "export CHECKOUT_REPOSITORY=$(git config remote.origin.url); put-checkout $PWD";
  const checks = [
    { run: ["greet"], equals: "hello\n" },
    { run: shell("cd /opt/engine && bin/engine && ls"), equals: "engine 1.2\nbin\nnotes.txt\n" },
    {
      run: shell("cd /srv/fetcher && stat -c '%n %U %G %a' pages pages/engine-1.2/notes.txt shop shop/price older"),
      equals: [
        "pages fetcher www-data 750",
        "pages/engine-1.2/notes.txt fetcher www-data 644",
        "shop fetcher fetcher 755",
        "shop/price fetcher fetcher 644",
        "older fetcher fetcher 700",
        "",
      ].join("\n"),
    },
    { run: shell("cat /srv/fetcher/shop/price /srv/fetcher/older/price"), equals: "2\n1\n" },
    { run: ["cat", "/srv/fetcher/label"], equals: "2\nengine 1.2\n" },
    // What somebody changed by hand is theirs: nothing is overwritten, and the reason is said.
    {
      run: asFetcher(
        `cd /srv/fetcher/shop && echo 3 > price; ${again} v1 2>&1 && exit 1; cat price; git checkout -q price`,
      ),
      matches: "was changed by hand, and stays as it is:  M price\n3$",
    },
    {
      run: asFetcher(`cd /srv/fetcher/shop && ${again} v1 && cat price && ${again} v2 && cat price`),
      equals: "1\n2\n",
    },
    {
      run: shell(
        `cd /opt/engine && DOWNLOAD_URL=${uri}files/greet put-download ${"0".repeat(64)} /opt/engine root:root 0755 tar 0 2>&1 && exit 1; bin/engine; ls -A /opt`,
      ),
      matches: "has the checksum [0-9a-f]{64}, not 0{64}\nengine 1\\.2\nengine$",
    },
  ];
  return { name: "fetched", folder: join(folder, "spec"), fresh: true, settings: { bundle: "files", checks } };
}

/** Two commits, the second of them with the tag `v2`, as plain files that any HTTP server can give out. Returns the first commit. */
async function makeGitRepository(work: string, bare: string): Promise<string> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await mustExec("git", ["-C", work, "-c", "user.name=Lab", "-c", "user.email=lab@example.com", ...args])).stdout
      .toString()
      .trim();
  mkdirSync(work, { recursive: true });
  await git("init", "--quiet", "--initial-branch=main");
  for (const price of ["1", "2"]) {
    writeFileSync(join(work, "price"), `${price}\n`);
    await git("add", "price");
    await git("commit", "--quiet", `--message=The price is ${price}`);
    await git("tag", `v${price}`);
  }
  await git("clone", "--quiet", "--bare", ".", bare);
  await mustExec("git", ["-C", bare, "update-server-info"]);
  return git("rev-parse", "v1");
}

function sumOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
