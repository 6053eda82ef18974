/** What the programs of one machine share when each of them has a container of its own. */
import { describe, expect, test } from "vitest";
import { dockerfile } from "../../../src/backends/dockerfile/backend.ts";
import type { Op } from "../../../src/ir/ops.ts";
import { parse } from "yaml";
import { machine, op, program } from "./programs.ts";

type Service = Readonly<Record<string, unknown>>;

function composeOf(ops: readonly Op[]): {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
} {
  const built = dockerfile.build(program([machine(ops)]), {});
  const file = built.files.find(({ path }) => path === "compose.yaml");
  return parse(String(file?.content)) as ReturnType<typeof composeOf>;
}

const api = op("process", "api", { name: "api", argv: [["/bin/x"]], writable: ["/var/lib/shop"] });

describe("the disk", () => {
  test("a job that may write everywhere sees what the first program writes", () => {
    const job = op("schedule", "clean", { name: "clean", argv: [["/bin/x"]] });
    const { services } = composeOf([api, job]);
    expect(services["api"]?.["volumes"]).toEqual(["var-lib-shop:/var/lib/shop"]);
    expect(services["clean"]?.["volumes"]).toEqual(["var-lib-shop:/var/lib/shop"]);
  });

  test("a program that may not write there reads it", () => {
    const other = op("process", "mail", { name: "mail", argv: [["/bin/x"]], writable: ["/var/spool/mail"] });
    const job = op("schedule", "clean", { name: "clean", argv: [["/bin/x"]], writable: ["/var/lib"] });
    const { services } = composeOf([api, other, job]);
    expect(services["api"]?.["volumes"]).toEqual([
      "var-lib:/var/lib:ro",
      "var-lib-shop:/var/lib/shop",
      "var-spool-mail:/var/spool/mail:ro",
    ]);
    expect(services["clean"]?.["volumes"]).toEqual([
      "var-lib:/var/lib",
      "var-lib-shop:/var/lib/shop",
      "var-spool-mail:/var/spool/mail:ro",
    ]);
  });

  test("a service may write where its user may, a job without paths not in /etc", () => {
    const settings = op("process", "panel", { name: "panel", argv: [["/bin/x"]], writable: ["/etc/panel"] });
    const job = op("schedule", "clean", { name: "clean", argv: [["/bin/x"]] });
    const { services } = composeOf([settings, op("service", "nginx.service", { unit: "nginx.service" }), job]);
    expect(services["nginx"]?.["volumes"]).toEqual(["etc-panel:/etc/panel"]);
    expect(services["clean"]?.["volumes"]).toEqual(["etc-panel:/etc/panel:ro"]);
  });

  test("two folders are never one volume", () => {
    const both = op("process", "api", { name: "api", argv: [["/bin/x"]], writable: ["/var/a-b", "/var/a/b"] });
    const { services, volumes } = composeOf([both]);
    expect(services["api"]?.["volumes"]).toEqual(["var-a-b:/var/a-b", "var-a-b-2:/var/a/b"]);
    expect(Object.keys(volumes ?? {})).toEqual(["var-a-b", "var-a-b-2"]);
  });

  test("PHP-FPM and nginx share the folder of the socket", () => {
    const { services } = composeOf([
      op("service", "php8.2-fpm.service", { unit: "php8.2-fpm.service" }),
      op("service", "nginx.service", { unit: "nginx.service" }),
    ]);
    expect(services["php8.2-fpm"]?.["volumes"]).toEqual(["run-php:/run/php"]);
    expect(services["nginx"]?.["volumes"]).toEqual(["run-php:/run/php"]);
  });
});

test("a program has no more memory than it may have", () => {
  const { services } = composeOf([
    op("process", "api", { name: "api", argv: [["/bin/x"]], memoryBytes: 268_435_456 }),
    op("process", "odd", { name: "odd", argv: [["/bin/x"]], memoryBytes: 268_435_457 }),
  ]);
  expect(services["api"]?.["mem_limit"]).toBe("256m");
  expect(services["odd"]?.["mem_limit"]).toBe("268435457");
});

test("the log of what runs is turned over", () => {
  const { services } = composeOf([
    op("process", "web", { name: "web", argv: [["/bin/x"]] }),
    op("process", "mail", { name: "mail", argv: [["/bin/x"]] }),
    op("container", "db", { name: "db", image: "postgres:15" }),
    op("schedule", "clean", { name: "clean", argv: [["/bin/x"]] }),
  ]);
  expect(Object.values(services).map((each) => each["logging"])).toEqual(
    Array.from({ length: 5 }, () => ({ driver: "local" })),
  );
});

describe("the network of a machine", () => {
  const asleep = op("process", "a", { name: "a", argv: [["/bin/x"]], enabled: false, running: false });
  const web = op("process", "web", { name: "web", argv: [["/bin/x"]], ports: [8080] });

  test("is that of its only program", () => {
    const { services } = composeOf([web, op("schedule", "clean", { name: "clean", argv: [["/bin/x"]] })]);
    expect(Object.keys(services)).toEqual(["web", "clean"]);
    expect(services["clean"]?.["network_mode"]).toBe("service:web");
  });

  test("is held by none of several programs: each can be started again without cutting off the others", () => {
    const worker = op("process", "a-worker", { name: "a-worker", argv: [["/bin/x"]] });
    const { services } = composeOf([worker, web, asleep]);
    expect(Object.keys(services)).toEqual(["shop-network", "web", "a-worker", "a"]);
    expect(services["shop-network"]).toMatchObject({ ports: ["127.0.0.1:8080:8080"], restart: "always" });
    for (const name of ["web", "a-worker", "a"]) {
      expect(services[name]?.["network_mode"]).toBe("service:shop-network");
      expect(services[name]).not.toHaveProperty("ports");
    }
  });

  test("comes back with its programs: who shares one is started again with the container that holds it", () => {
    const worker = op("process", "a-worker", { name: "a-worker", argv: [["/bin/x"]] });
    const job = op("schedule", "clean", { name: "clean", argv: [["/bin/x"]] });
    const { services } = composeOf([worker, web, job]);
    for (const name of ["web", "a-worker"])
      expect(services[name]?.["depends_on"]).toEqual({
        "shop-network": { condition: "service_started", restart: true },
      });
    expect(services["clean"]).not.toHaveProperty("depends_on");
  });

  test("keeps a port to itself that only programs of the machine speak to", () => {
    const fpm = op("process", "fpm", { name: "fpm", argv: [["/bin/x"]], ports: [9000], onlyForMachine: true });
    const built = dockerfile.build(program([machine([fpm, web])]), {});
    const said = built.files.map(({ content }) => String(content)).join("\n");
    expect(said).toContain("EXPOSE 8080");
    expect(said).not.toContain("9000");
  });

  test("is not lent by a program that is not started", () => {
    const { services } = composeOf([asleep, op("schedule", "clean", { name: "clean", argv: [["/bin/x"]] })]);
    expect(services["clean"]?.["network_mode"]).toBeUndefined();
  });
});
