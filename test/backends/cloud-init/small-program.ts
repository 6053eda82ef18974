/** Small Programs for the tests of this target, made of Ops directly. */
import type { Host } from "../../../src/ir/model.ts";
import type { Op, OpId, OpOf } from "../../../src/ir/ops.ts";
import type { MachineProgram, Program } from "../../../src/ir/program.ts";
import { literalText } from "../../../src/ir/text.ts";
import type { Text } from "../../../src/ir/text.ts";
import type { Span } from "../../../src/text/span.ts";

/** A place in the spec. */
export const span: Span = { file: "shop.envspec", start: 10, end: 20 };

/** What every op has, for this id and resource. */
export function base(id: OpId, title: string, resource: string = id) {
  return { id, title, resource, after: [], triggers: [], bindings: {}, provenance: [span] };
}

export function packageOp(name: string, more: Partial<OpOf<"package">> = {}): OpOf<"package"> {
  return {
    ...base(`package:${name}`, `Install ${name}`, `package.${name}`),
    op: "package",
    name,
    version: undefined,
    hold: false,
    ensure: "present",
    ...more,
  };
}

export function fileOp(path: string, text: Text | string, more: Partial<OpOf<"file">> = {}): OpOf<"file"> {
  return {
    ...base(`file:${path}`, `Write ${path}`, `file."${path}"`),
    op: "file",
    path,
    content: { from: "text", text: typeof text === "string" ? literalText(text) : text },
    owner: "root",
    group: "root",
    mode: "0644",
    validate: undefined,
    ...more,
  };
}

export function directoryOp(path: string, more: Partial<OpOf<"directory">> = {}): OpOf<"directory"> {
  return {
    ...base(`directory:${path}`, `Make the folder ${path}`, `directory."${path}"`),
    op: "directory",
    path,
    owner: "root",
    group: "root",
    mode: "0755",
    implied: false,
    recursive: undefined,
    ...more,
  };
}

export function serviceOp(unit: string, more: Partial<OpOf<"service">> = {}): OpOf<"service"> {
  return {
    ...base(`service:${unit}`, `Enable and start ${unit}`, `service.${unit.replace(/\.service$/, "")}`),
    op: "service",
    unit,
    enabled: true,
    running: true,
    masked: undefined,
    ...more,
  };
}

export function groupOp(name: string, gid: number, more: Partial<OpOf<"group">> = {}): OpOf<"group"> {
  return {
    ...base(`group:${name}`, `Add the group ${name}`, `group.${name}`),
    op: "group",
    name,
    gid,
    system: false,
    ensure: "present",
    ...more,
  };
}

export function userOp(name: string, uid: number, more: Partial<OpOf<"user">> = {}): OpOf<"user"> {
  return {
    ...base(`user:${name}`, `Add the user ${name}`, `user.${name}`),
    op: "user",
    name,
    uid,
    group: name,
    groups: [],
    comment: "",
    home: `/home/${name}`,
    createHome: true,
    homeMode: "0750",
    shell: "/bin/bash",
    system: false,
    locked: true,
    passwordSecret: undefined,
    ensure: "present",
    ...more,
  };
}

export function execOp(name: string, run: Text | string, more: Partial<OpOf<"exec">> = {}): OpOf<"exec"> {
  return {
    ...base(`exec:${name}`, `Run ${name}`, `command.${name}`),
    op: "exec",
    run: typeof run === "string" ? literalText(run) : run,
    user: "root",
    directory: "/",
    environment: [],
    creates: undefined,
    unless: undefined,
    onlyIf: undefined,
    onChange: [],
    always: false,
    ...more,
  };
}

export function rawOp(text: string | undefined): OpOf<"raw"> {
  const targets: Record<string, Text> = text === undefined ? { ansible: [] } : { "cloud-init": literalText(text) };
  return {
    ...base("raw:1", "Write what no kind says", 'raw."the office"'),
    op: "raw",
    reason: "the office wants it",
    targets,
  };
}

/** A host with these values. */
export function host(name: string, more: Partial<Host> = {}): Host {
  return { name, machine: "web", address: undefined, ssh: {}, values: {}, span, ...more };
}

/** A machine with these ops. */
export function machine(ops: readonly Op[], more: Partial<MachineProgram> = {}): MachineProgram {
  return {
    name: "web",
    implicit: false,
    os: { id: "debian-12", family: "debian", distribution: "debian", version: "12", codename: "bookworm" },
    hosts: [],
    primary: undefined,
    installRecommends: false,
    provider: undefined,
    spans: [span],
    ops,
    predecessors: new Map(),
    ...more,
  };
}

/** A Program with these machines. */
export function program(...machines: readonly MachineProgram[]): Program {
  return { version: 1, name: "shop", environment: "prod", targets: [], machines, variables: [], secrets: [] };
}
