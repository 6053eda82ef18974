import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checklist } from "./checklist.ts";
import { checks } from "./checks.ts";
import { printChecklist } from "./print-checklist.ts";
import { readProject } from "./rules/ansible-project.ts";
import { ansibleRules } from "./rules/ansible-rules.ts";
import { cloudInitRules } from "./rules/cloud-init-rules.ts";
import { composeRules, readCompose } from "./rules/compose-rules.ts";
import { dockerfileRules, readDockerfile } from "./rules/dockerfile-rules.ts";
import { outputRules } from "./rules/output-rules.ts";
import type { OwnRule } from "./rules/own-rule.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "envc-rules-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The rules that find nothing in something that offends all of them. */
function silent<T>(rules: readonly OwnRule<T>[], subject: T): readonly string[] {
  return rules.filter(({ check }) => check(subject).length === 0).map(({ tool }) => tool);
}

describe("every rule of our own finds its offence", () => {
  it("in an Ansible project", () => {
    write({
      ".ansible-lint": "skip_list:\n  - fqcn\n",
      "ansible.cfg": "[defaults]\n",
      "requirements.yml": "collections: []\n",
      "site.yml": "- name: Do\n  hosts: all\n  roles:\n    - role: web\n",
      "roles/web/meta/argument_specs.yml":
        "argument_specs:\n  main:\n    options:\n      web_key:\n        type: str\n        no_log: true\n",
      "roles/web/meta/main.yml": "galaxy_info: {}\n",
      "roles/web/tasks/main.yml": "- name: Do all\n  ansible.builtin.import_tasks: files.yml\n",
      "roles/web/tasks/files.yml": [
        "- name: files | the file",
        "  ansible.builtin.copy: { dest: /etc/sudoers.d/x, mode: 644, content: '{{ web_key }}{{ ansible_distribution }}' }",
        "  notify: Nobody",
        "- name: Run it",
        "  community.general.thing: {}",
        "- name: Run that",
        "  ansible.builtin.shell: { cmd: ls | head }",
        "",
      ].join("\n"),
      "roles/web/handlers/main.yml":
        "- name: Reload nginx\n  ansible.builtin.systemd: { name: nginx, state: reloaded }\n",
    });
    expect(silent(ansibleRules, readProject(folder))).toEqual([]);
  });

  it("and nothing in handlers that listen to others, nor in hiding what a hidden command says", () => {
    write({
      "roles/web/meta/argument_specs.yml":
        "argument_specs:\n  main:\n    options:\n      web_key:\n        type: str\n        no_log: true\n",
      "roles/web/tasks/files.yml": [
        "- name: files | Log in",
        "  ansible.builtin.command: { cmd: 'log-in {{ web_key }}' }",
        "  register: __web_login",
        "  no_log: true",
        "  diff: false",
        "  notify: Reload nginx",
        "- name: files | Keep what it said",
        "  ansible.builtin.copy: { dest: /var/log/x, content: '{{ __web_login.stdout }}' }",
        "  no_log: true",
        "  diff: false",
        "",
      ].join("\n"),
      "roles/web/handlers/main.yml":
        "- name: Reload nginx\n  ansible.builtin.systemd: { name: nginx, state: reloaded }\n- name: Stop\n  listen: [Reload nginx]\n  ansible.builtin.fail: {}\n",
    });
    const found = ansibleRules.filter(({ points }) => points.includes(14) || points.includes(16));
    const project = readProject(folder);
    expect(found.flatMap(({ check }) => check(project))).toEqual([]);
  });

  it("in a Dockerfile", () => {
    const text = [
      "ARG BASE_IMAGE=debian:latest",
      "FROM ${BASE_IMAGE} AS Scratch",
      "ENV DB_PASSWORD=x",
      "ADD a /a",
      "COPY b ${NOTHING}/",
      "RUN apt-get install nginx",
      "RUN sudo true",
      "WORKDIR srv",
      "EXPOSE 99999",
      "CMD nginx",
      "CMD nginx",
    ].join("\n");
    expect(silent(dockerfileRules, readDockerfile(join(folder, "Dockerfile"), text))).toEqual([]);
  });

  it("in a Compose file", () => {
    const text = [
      'version: "3"',
      "services:",
      "  web:",
      "    image: nginx:latest",
      "    container_name: web",
      "    depends_on: [db]",
      "    restart: always",
      '    ports: ["80:80"]',
      "    privileged: true",
    ].join("\n");
    expect(silent(composeRules, readCompose(folder, text))).toEqual([]);
  });

  it("in a cloud-config file", () => {
    const text = [
      "# cloud-config",
      "merge_how: x",
      "runcmd: [1]",
      "chpasswd: {}",
      "write_files:",
      "  - path: /var/lib/provision/provision.sh",
      "    owner: app",
      '    content: "#!/bin/sh\\n"',
      `# ${"x".repeat(200_000)}`,
    ].join("\n");
    const document = load(text) as Readonly<Record<string, unknown>>;
    expect(silent(cloudInitRules, { text, document })).toEqual([]);
  });

  it("in a whole output", () => {
    write({
      "ansible.map.json": '{"format": 1, "files": {}}',
      "ansible/roles/web/tasks/files.yml": `- name: Do\n  x: ${folder}\n`,
    });
    expect(silent(outputRules, folder)).toEqual([]);
  });
});

describe("the checklist", () => {
  it("has the points under the numbers that reviewers know, and something that answers each", () => {
    expect(checklist.map(({ number }) => number)).toEqual(Array.from({ length: 68 }, (_, index) => index + 1));
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const nothing = printChecklist(root, checks, []);
    expect(nothing.text).not.toMatch(/FAIL.*/);
    expect(nothing.failed).toBe(0);
    const [first] = checks.filter(({ points }) => points.includes(9));
    const failure = { tool: first?.tool ?? "", subject: "x", passed: false, output: "" };
    expect(printChecklist(root, checks, [failure]).failed).toBe(1);
  });

  it("counts a point as unanswered when what proves it is gone", () => {
    expect(printChecklist(folder, checks, []).failed).toBeGreaterThan(20);
  });
});
