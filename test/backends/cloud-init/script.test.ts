import { describe, expect, it } from "vitest";
import { build, script, steps, textOf } from "./read-back.ts";
import { base, directoryOp, execOp, fileOp, groupOp, packageOp, serviceOp, userOp } from "./small-program.ts";

describe("the script", () => {
  it("stops at the first failure and knows which step it was", () => {
    const text = script(textOf(build([packageOp("nginx")])));
    expect(text).toMatch(/\nset -eu\nexport HOME=\/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8\n/);
    expect(text).toContain("trap finish EXIT");
  });

  it("installs neighbouring packages in one transaction, before the files", () => {
    const text = steps(textOf(build([packageOp("nginx"), packageOp("curl", { version: "1.2*" }), fileOp("/x", "")])));
    expect(text).toContain("step 'Install curl, nginx'\ninstall_packages --no-install-recommends 'curl=1.2*' nginx\n");
    expect(text.indexOf("install_packages")).toBeLessThan(text.indexOf("put_file /x"));
  });

  it("explains what belongs together once", () => {
    const doc = "Nobody needs these.";
    const gone = { ensure: "absent", doc } as const;
    const ops = [
      packageOp("nis", gone),
      packageOp("rsh-client", gone),
      packageOp("telnet", { ...gone, doc: "Nor this." }),
    ];
    expect(steps(textOf(build(ops)))).toContain(
      "# Nobody needs these.\n# Nor this.\nstep 'Remove nis, rsh-client, telnet'\nremove_packages nis rsh-client telnet\n",
    );
  });

  it("pins ids and asks for exactly the groups", () => {
    const text = steps(textOf(build([groupOp("app", 2001), userOp("app", 2002, { groups: ["adm", "app", "sudo"] })])));
    expect(text).toContain("add_group app 2001\n");
    expect(text).toContain("add_user app 2002 app adm,sudo '' /home/app /bin/bash --create-home\n");
    expect(text).toContain("make_directory /home/app app app 0750\n");
  });

  it("restarts a service for its package's files, asked or not", () => {
    const config = fileOp("/etc/nginx/nginx.conf", "x\n");
    const ops = [packageOp("nginx"), config, fileOp("/etc/motd", "x\n"), serviceOp("nginx.service")];
    const text = steps(textOf(build(ops)));
    expect(text).toContain("put_file /etc/nginx/nginx.conf root root 0644\nnotify restart nginx.service\n");
    expect(text).toContain("put_file /etc/motd root root 0644\n\n");
  });

  it("keeps a reload a reload", () => {
    const config = fileOp("/etc/nginx/nginx.conf", "x\n", {
      triggers: [{ action: "reload", target: "service:nginx.service" }],
    });
    const text = steps(textOf(build([packageOp("nginx"), config, serviceOp("nginx.service")])));
    expect(text).toContain("notify reload nginx.service\n");
    expect(text).not.toContain("notify restart");
  });

  it("restarts what nobody else looks after", () => {
    const file = fileOp("/x", "x\n", { triggers: [{ action: "restart", target: "service:ssh.service" }] });
    expect(steps(textOf(build([file])))).toMatch(
      /notify restart ssh\.service\n\nstep 'Restart what changed since it was started'\nrefresh_unit ssh\.service\n/,
    );
  });

  it("names the process for everything that it becomes", () => {
    const result = build([
      {
        ...base("process:api", "Run api", "process.api"),
        op: "process",
        name: "api",
        argv: [["/usr/bin/node"]],
        user: "root",
        group: "root",
        directory: "/",
        environment: [{ name: "PORT", value: ["3000"] }],
        description: "The shop",
        restart: "always",
        restartSeconds: 1,
        stopSignal: "SIGTERM",
        stopSeconds: 10,
        ports: [],
        writable: [],
        health: undefined,
        enabled: true,
        running: true,
        ensure: "present",
      },
    ]);
    const text = steps(textOf(result));
    expect(text).toContain("put_file /etc/systemd/system/api.service root root 0644\nnotify restart api.service\n");
    expect(text).toContain("enable_unit api.service\nstart_unit api.service\n");
    const map = result.files.find((file) => file.path === "web.yaml")?.map ?? [];
    expect(new Set(map.map((entry) => entry.op))).toEqual(new Set(["process:api"]));
  });

  it("guards commands and repeats those that wait for a change", () => {
    const config = fileOp("/etc/x", "x\n");
    const text = steps(
      textOf(
        build([
          config,
          execOp("one", "touch /a", { creates: "/a", environment: [{ name: "K", value: ["v w"] }] }),
          execOp("two", "b", { unless: ["test -e /b"], user: "app", directory: "/srv" }),
          execOp("three", "c", { onChange: [config.id] }),
          execOp("four", "d", { always: true }),
        ]),
      ),
    );
    expect(text).toContain("if [ ! -e /a ]; then\n  run root / 'touch /a' 'K=v w'\nfi\n");
    expect(text).toContain("if ! run_as app /srv 'test -e /b'; then\n  run app /srv b\nfi\n");
    expect(text).toContain("put_file /etc/x root root 0644\nrepeat three\n");
    expect(text).toContain(
      "if is_due three 'sha256sum /etc/x || echo gone'; then\n  run root / c\nfi\nmark_done three 'sha256sum /etc/x || echo gone'\n",
    );
    expect(text).toContain("step 'Run four'\nrun root / d\n");
  });

  it("ends with a check of everything the spec promises", () => {
    const text = textOf(
      build([packageOp("nginx"), directoryOp("/srv/a", { mode: "2750" }), serviceOp("nginx.service")]),
    );
    expect(steps(text).trimEnd()).toMatch(/sh "\$work\/verify\.sh"$/);
    const verify = script(text, "verify.sh");
    expect(verify).toContain("declared 'shop.envspec: package.nginx'\nhas_package nginx\n");
    expect(verify).toContain("has_directory /srv/a root root 2750\n");
    expect(verify).toMatch(/unit_is nginx\.service enabled .*\nunit_runs nginx\.service\n/);
  });
});
