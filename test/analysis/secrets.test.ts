import { describe, expect, it } from "vitest";
import { createMemoryFileSystem } from "../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { analyse } from "../../src/analysis/analyse.ts";
import { kinds } from "../../src/kinds/registry.ts";
import { analyseBody, analyseText, modelOf, showDiagnostics } from "./helpers.ts";

const locked = "db:\n  password: ENC[AES256_GCM,data:p8Wk]\nsops:\n  mac: ENC[AES256_GCM,data:Yk0=]\n";
const vault = "$ANSIBLE_VAULT;1.1;AES256\n6162\n";

describe("where a secret comes from", () => {
  it("is a value of a file that SOPS encrypted, in YAML, JSON or dotenv", () => {
    const json = JSON.stringify({
      db: { password: "ENC[AES256_GCM,data:x]" },
      sops: { mac: "ENC[AES256_GCM,data:y]" },
    });
    const dotenv = "DB_PASSWORD=ENC[AES256_GCM,data:x]\nsops_mac=ENC[AES256_GCM,data:y]\n";
    const model = modelOf(
      analyseBody(
        'secret a = sops("./s.yaml", "db.password")\nsecret b = sops("s.json", "db.password")\nsecret c = sops("./.env", "DB_PASSWORD")\n',
        { "s.yaml": locked, "s.json": json, ".env": dotenv },
      ),
    );
    expect(
      model.secrets.map(({ source }) => (source.from === "sops" ? [source.file.path, source.key] : source)),
    ).toEqual([
      ["s.yaml", ["db", "password"]],
      ["s.json", ["db", "password"]],
      [".env", ["DB_PASSWORD"]],
    ]);
  });

  it("is a file that age encrypted", () => {
    const model = modelOf(
      analyseBody('secret a = age("./a.age")', { "a.age": "age-encryption.org/v1\n-> X25519 x\n" }),
    );
    expect(model.secrets[0]?.source).toMatchObject({ from: "age", file: { path: "a.age" } });
  });

  it("is patched by an environment: the source, the command, or both", () => {
    const result = analyseText(`envspec 1
os = "debian-12"
secret a = env("A") { fetch = ["/bin/get", "a"] }
secret [b, c] = env("B") { fetch = ["/bin/get", this.label] }
environment dev {}
environment qa { secret a { fetch = ["/bin/qa", this.environment] } }
environment prod {
  a = generate(40)
  a.fetch = ["/bin/prod"]
  secret b = env("PROD_B")
}
`);
    const of = (environment: string): readonly unknown[] =>
      modelOf(result, environment).secrets.map(({ source, fetch }) => [source, fetch]);
    const b = { from: "env", variable: "B" };
    expect(of("dev")).toEqual([
      [{ from: "env", variable: "A" }, ["/bin/get", "a"]],
      [b, ["/bin/get", "b"]],
      [b, ["/bin/get", "c"]],
    ]);
    expect(of("qa")[0]).toEqual([{ from: "env", variable: "A" }, ["/bin/qa", "qa"]]);
    expect(of("prod").slice(0, 2)).toEqual([
      [{ from: "generate", length: 40 }, ["/bin/prod"]],
      [{ from: "env", variable: "PROD_B" }, ["/bin/get", "b"]],
    ]);
  });

  it("is never read when it lies in a file in clear", () => {
    const files = createMemoryFileSystem({
      "/project/main.envspec": 'envspec 1\nos = "debian-12"\nsecret a = file("./a")\n',
      "/project/a": "hunter2",
    });
    const read: string[] = [];
    const watching = { ...files, read: (path: string, limit: number) => (read.push(path), files.read(path, limit)) };
    const project = createProjectFiles(watching, "/project", {});
    const result = analyse({ root: "main.envspec", files: project, registry: kinds, std: new Map(), backends: [] });
    expect(modelOf(result).secrets[0]?.source).toEqual({ from: "file", path: "a" });
    expect(read).toEqual(["/project/main.envspec"]);
  });
});

describe("the vault file of an environment", () => {
  const spec =
    'envspec 1\nos = "debian-12"\nsecret a\nsecret b = env("B")\nenvironment prod {}\nenvironment dev { a = env("A") }\n';

  it("belongs to the model when a secret is in it", () => {
    const result = analyseText(spec, { "secrets/prod.vault.yml": vault, "secrets/dev.vault.yml": vault });
    expect(modelOf(result, "prod").vault?.path).toBe("secrets/prod.vault.yml");
    expect(modelOf(result, "dev").vault).toBeUndefined();
  });

  it("may be missing, and must be encrypted", () => {
    expect(modelOf(analyseText(spec), "prod").vault).toBeUndefined();
    const clear = analyseText(spec, { "secrets/prod.vault.yml": "vault_a: hunter2\n" });
    expect(showDiagnostics(clear)).toBe("3:1 E0708 `secrets/prod.vault.yml` is not encrypted with Ansible Vault");
  });
});
