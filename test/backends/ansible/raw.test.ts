import { describe, expect, it } from "vitest";
import { ansible } from "../../../src/backends/ansible/backend.ts";
import type { Op } from "../../../src/ir/ops.ts";
import { base, machineWith, programWith } from "./sample.ts";

function raw(text: string): Op {
  return { ...base("raw:x", "Run the installer"), op: "raw", reason: "No package", targets: { ansible: [text] } };
}

function build(text: string): { readonly codes: readonly string[]; readonly tasks: string } {
  const { diagnostics, files } = ansible.build(programWith([machineWith([raw(text)])]), {});
  const file = files.find(({ path }) => path === "roles/shop/tasks/custom.yml");
  return { codes: diagnostics.map(({ code }) => code), tasks: typeof file?.content === "string" ? file.content : "" };
}

describe("a raw block", () => {
  it("is put among the tasks, its values and tags as they are", () => {
    const { tasks } = build(
      '- name: Do it\n  ansible.builtin.command:\n    cmd: "x {{ y }}"\n    creates: "0644"\n  when: z\n',
    );
    expect(tasks).toBe(`---
# No package
- name: "custom | Do it"
  ansible.builtin.command:
    cmd: "x {{ y }}"
    creates: "0644"
  when: z
`);
  });

  it("keeps its comments and the way its numbers are written, and says what its aliases stand for", () => {
    const { tasks } = build(
      "# Both files.\n- name: One\n  ansible.builtin.copy: &file\n    mode: 0644 # everyone\n    dest: /etc/one\n" +
        "- name: Two\n  ansible.builtin.copy:\n    <<: *file\n    dest: !unsafe '{{ two }}'\n",
    );
    expect(tasks).toBe(`---
# No package
# Both files.
- name: "custom | One"
  ansible.builtin.copy:
    # everyone
    mode: 0644
    dest: /etc/one

# No package
- name: "custom | Two"
  ansible.builtin.copy:
    # everyone
    mode: 0644
    dest: !unsafe "{{ two }}"
`);
  });

  it("keeps the names of its tasks, and what stands beside them", () => {
    const { tasks } = build(
      '- name: "install {{ item }}" # noqa: command-instead-of-module\n  ansible.builtin.command: {argv: ["{{ item }}"]}\n  loop: [a]\n- name: 123\n  ansible.builtin.meta: noop\n',
    );
    expect(tasks).toContain('- name: "custom | install {{ item }}"\n  # noqa: command-instead-of-module\n  ansible');
    expect(tasks).toContain('- name: "custom | 123"\n');
  });

  it("has the name of its file before the tasks of a block, too, as the linter wants it", () => {
    const { tasks } = build(
      "- name: All\n  block:\n    - name: One\n      block:\n        - name: Deep\n          ansible.builtin.meta: noop\n  rescue:\n    - name: Two\n      ansible.builtin.meta: noop\n",
    );
    expect(tasks.match(/name: .*/g)).toEqual(["All", "One", "Deep", "Two"].map((name) => `name: "custom | ${name}"`));
  });

  it("asks for the collections of its modules alone", () => {
    const { files } = ansible.build(
      programWith([
        machineWith([
          raw(
            "- name: x\n  block:\n    - name: y\n      community.general.ufw: {state: enabled}\n      vars: {net.ipv4.ip_forward: 1}\n" +
              "- name: z\n  ansible.legacy.command: {cmd: ls}\n",
          ),
        ]),
      ]),
      {},
    );
    const requirements = files.find(({ path }) => path === "requirements.yml")?.content;
    expect(String(requirements).match(/name: .*/g)).toEqual(["name: community.general"]);
  });

  it("is refused when it is not a list of tasks with full module names", () => {
    expect(build("- name: 'x\n").codes).toEqual(["E0801"]);
    expect(build("name: x\n").codes).toEqual(["E0802"]);
    expect(build("- just text\n").codes).toEqual(["E0802"]);
    expect(build("- name: x\n  ansible.builtin.debug:\n  msg: x\n").codes).toEqual(["E0803"]);
    expect(build("- name: x\n  debug:\n    msg: x\n").codes).toEqual(["E0804"]);
    expect(build("- name: x\n  block:\n    - debug:\n").codes).toEqual(["E0804"]);
  });

  it("is not here when there is nothing for this target", () => {
    const op: Op = { ...raw(""), targets: {} } as Op;
    expect(ansible.support(op, machineWith([op]), programWith([]))).toMatchObject({ support: "none" });
  });
});
