import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resolveKnown } from "../../../ir/read-value.ts";
import type { Text } from "../../../ir/text.ts";
import { requestText } from "../request.ts";
import { type Plan, acmeScript, makingScript } from "../scripts.ts";

function known(text: Text): string {
  return resolveKnown(text) ?? "";
}

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

describe.skipIf(!hasOpenssl)("with the real openssl", () => {
  let folder = "";
  let plan: Plan;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "certificate-"));
    const user = userInfo();
    const paths = { folder: join(folder, "cert"), certificate: "", key: "" };
    mkdirSync(paths.folder);
    plan = {
      name: "cert",
      paths,
      program: join(folder, "certificate-cert"),
      request: join(folder, "cert.cnf"),
      authority: join(folder, "ca.pem"),
      days: 90,
      owner: user.username,
      group: String(user.gid),
      mode: "0600",
      units: ["nginx.service"],
    };
    ask("shop.example.com", "www.shop.example.com");
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (...domains: string[]): void =>
    writeFileSync(
      plan.request,
      known(
        requestText(
          "cert",
          domains.map((domain) => [domain]),
        ),
      ),
    );
  const write = (text: Text): void => {
    // The unit that a machine would reload is none of this one's.
    writeFileSync(plan.program, known(text).replace(/^ *if \[ -d \/run\/systemd.*$/m, ":"));
    chmodSync(plan.program, 0o755);
  };
  const run = (word?: string, env: Record<string, string> = {}): { code: number | null; output: string } => {
    const ran = spawnSync(plan.program, word === undefined ? [] : [word], {
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    return { code: ran.status, output: ran.stdout + ran.stderr };
  };
  const read = (file: string): string => readFileSync(join(plan.paths.folder, file), "utf8");
  const openssl = (...args: string[]): string => spawnSync("openssl", args, { encoding: "utf8" }).stdout;
  const namesIn = (file: string): string =>
    openssl("x509", "-in", join(plan.paths.folder, file), "-noout", "-ext", "subjectAltName");

  test("only when a machine renews by itself is it read again: while one is made, other certificates may be missing", () => {
    const calls = join(folder, "calls");
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "systemctl"), `#!/bin/sh\necho "$*" >>${calls}\n`, { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env["PATH"]}` };
    write(makingScript(plan, "self-signed"));
    expect(run(undefined, env).code).toBe(0);
    expect(run("renew", env).code).toBe(0);
    expect(existsSync(calls)).toBe(false);
    ask("shop.example.org");
    expect(run("renew", env).code).toBe(0);
    expect(readFileSync(calls, "utf8")).toBe("try-reload-or-restart nginx.service\n");
  });

  test("self-signed: made once, again for other names, readable by nobody else", () => {
    write(makingScript(plan, "self-signed"));
    expect(run("check").code).not.toBe(0);
    expect(run()).toEqual({ code: 0, output: "" });
    expect(run("check").code).toBe(0);
    expect(namesIn("fullchain.pem")).toContain("DNS:shop.example.com, DNS:www.shop.example.com");
    expect(statSync(join(plan.paths.folder, "privkey.pem")).mode & 0o777).toBe(0o600);
    expect(statSync(join(plan.paths.folder, "fullchain.pem")).mode & 0o777).toBe(0o644);
    const first = read("fullchain.pem");
    run();
    expect(read("fullchain.pem")).toBe(first);
    ask("other.example.com");
    expect(run("check").code).not.toBe(0);
    expect(run().code).toBe(0);
    expect(namesIn("fullchain.pem")).toContain("DNS:other.example.com");
  });

  test("one that ends within 30 days is made again", () => {
    plan = { ...plan, days: 20 };
    write(makingScript(plan, "self-signed"));
    expect(run().code).toBe(0);
    expect(run("check").code).not.toBe(0);
  });

  test("your own authority signs, its key stays nowhere, and another authority is another certificate", () => {
    const authority = (name: string): string => {
      const key = join(folder, `${name}.key`);
      const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", `/CN=${name}`];
      openssl("req", "-x509", ...made, "-days", "90", "-keyout", key, "-out", plan.authority);
      return readFileSync(key, "utf8").trim();
    };
    const key = authority("one");
    write(makingScript(plan, "ca"));
    expect(run(undefined, { CA_KEY: key })).toEqual({ code: 0, output: "" });
    expect(openssl("verify", "-CAfile", plan.authority, join(plan.paths.folder, "fullchain.pem"))).toContain("OK");
    expect(run("check").code).toBe(0);
    expect(spawnSync("grep", ["-r", "-F", key.split("\n")[1] ?? "", plan.paths.folder]).status).toBe(1);
    const other = authority("two");
    expect(run("check").code).not.toBe(0);
    expect(run(undefined, { CA_KEY: key }).code).not.toBe(0);
    expect(run(undefined, { CA_KEY: other }).code).toBe(0);
    expect(run("check").code).toBe(0);
  });

  test("acme: a placeholder first, a refusal is no failure, and what certbot brings takes its place once", () => {
    const server = "https://acme.invalid/directory";
    write(acmeScript(plan, server, ["admin@example.com"], false, [["shop.example.com"]]));
    expect(run("placeholder")).toEqual({ code: 0, output: "" });
    const placeholder = read("fullchain.pem");
    const certbot = join(folder, "certbot");
    const path = { PATH: `${folder}:${process.env["PATH"] ?? ""}` };
    const stub = (text: string): void => {
      writeFileSync(certbot, `#!/bin/sh\necho "$@" >>"${folder}/asked"\n${text}\n`);
      chmodSync(certbot, 0o755);
    };
    stub("exit 1");
    expect(run(undefined, path)).toEqual({
      code: 0,
      output: "No certificate yet: the self-signed one stays until the next attempt succeeds.\n",
    });
    expect(read("fullchain.pem")).toBe(placeholder);
    const live = join(folder, "live");
    mkdirSync(live);
    writeFileSync(join(live, "fullchain.pem"), "new certificate\n");
    writeFileSync(join(live, "privkey.pem"), "new key\n");
    // certbot hands its hook to a shell.
    stub(`for word; do case $last in --deploy-hook) RENEWED_LINEAGE="${live}" sh -c "$word" ;; esac; last=$word; done`);
    expect(run(undefined, path).code).toBe(0);
    expect(read("fullchain.pem")).toBe("new certificate\n");
    expect(read("privkey.pem")).toBe("new key\n");
    expect(statSync(join(plan.paths.folder, "privkey.pem")).mode & 0o777).toBe(0o600);
    run(undefined, path);
    run("placeholder");
    expect(read("fullchain.pem")).toBe("new certificate\n");
    const asked = readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain(
      `--server ${server} -m admin@example.com --cert-name cert --webroot -w /var/www/acme -d shop.example.com`,
    );
    expect(existsSync(join(plan.paths.folder, ".new"))).toBe(false);
  });
});
