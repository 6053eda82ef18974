/** What the READMEs say that people do on the machines by hand. */
import { describe, expect, it } from "vitest";
import { byHandText } from "../../src/backends/shared/by-hand-text.ts";
import { buildSpec } from "./build-spec.ts";

const spec = `envspec 1

os = "debian-12"

postgres db {
  port = 5433
  user shop { password = password }
  database shop { owner = shop }
  backup { at = "02:30" }
}

secret password = env("PASSWORD") { fetch = ["/usr/local/bin/get", "password"] }
`;

describe("what people do by hand", () => {
  it.each(["ansible", "cloud-init"])("is in the README of %s", async (target) => {
    const readme = (await buildSpec(spec, target)).get("README.md") ?? "";
    expect(readme).toContain("\n## By hand\n\nAs root on the machine;");
    expect(readme).toContain("\n- look into db: `runuser -u postgres -- psql --port=5433 DATABASE`\n");
    expect(readme).toContain("`db-restore /var/backups/db/DATABASE-TIME.dump`");
  });

  it("is not said of containers, which have a README of their own, nor where there is nothing", async () => {
    expect((await buildSpec(spec, "dockerfile")).get("README.md")).not.toContain("## By hand");
    expect(
      (await buildSpec('envspec 1\n\nos = "debian-12"\npackage nano\n', "ansible")).get("README.md"),
    ).not.toContain("By hand");
  });

  it("is told for each class of machines, once for all environments", () => {
    const db = { name: "data", byHand: [{ resource: "postgres.db", does: "look into db", command: "psql" }] };
    const web = { name: "web", byHand: [{ resource: "node-app.shop", does: "read", command: "journalctl" }] };
    expect(byHandText([db, { name: "empty" }, db])).toEqual([
      "As root on the machine; words in capital letters stand for what you fill in.",
      "",
      "- look into db: `psql`",
    ]);
    expect(byHandText([db, web]).slice(1)).toEqual([
      "",
      "On `data`:",
      "",
      "- look into db: `psql`",
      "",
      "On `web`:",
      "",
      "- read: `journalctl`",
    ]);
  });
});
