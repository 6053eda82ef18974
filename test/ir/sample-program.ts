import type { Op } from "../../src/ir/ops.ts";
import { orderOps } from "../../src/ir/order-ops.ts";
import { findOsRelease } from "../../src/ir/os/releases.ts";
import type { MachineProgram, Program } from "../../src/ir/program.ts";
import { baseOps } from "./sample-base-ops.ts";
import { fileOps } from "./sample-file-ops.ts";
import { sampleSpan } from "./sample-parts.ts";
import { runOps } from "./sample-run-ops.ts";

const webOps: readonly Op[] = [...baseOps, ...fileOps, ...runOps];

/** The sample's machine. */
export function sampleMachine(ops: readonly Op[] = webOps): MachineProgram {
  const os = findOsRelease("debian-12");
  if (os === undefined) throw new Error("the sample needs debian-12");
  const ordered = orderOps(ops, os);
  if (!ordered.ok) throw new Error("the sample has a cycle");
  return {
    name: "web",
    implicit: false,
    os,
    hosts: [
      {
        name: "web-1",
        machine: "web",
        address: "203.0.113.11",
        ssh: { user: "admin", port: 2222 },
        values: { "server-id": { is: "number", value: 1 } },
        span: sampleSpan(90),
      },
      {
        name: "web-2",
        machine: "web",
        address: "203.0.113.12",
        ssh: {},
        values: { "server-id": { is: "number", value: 2 } },
        span: sampleSpan(91),
      },
    ],
    primary: "web-1",
    installRecommends: false,
    provider: undefined,
    doc: "Everything the shop needs.",
    spans: [sampleSpan(92)],
    ops: ordered.ops,
    predecessors: ordered.predecessors,
  };
}

/** A realistic program with every op kind, for the tests of backends and renderers. */
export const sampleProgram: Program = {
  version: 1,
  name: "shop",
  environment: "prod",
  targets: [],
  doc: "A web shop.",
  machines: [sampleMachine()],
  variables: [
    {
      name: "domain",
      type: { type: "domain" },
      doc: "The public domain.",
      value: { is: "text", text: ["shop.example.com"] },
      origin: "patch",
      span: sampleSpan(93),
    },
    {
      name: "port",
      type: { type: "port" },
      value: { is: "number", value: 3000 },
      origin: "written",
      span: sampleSpan(94),
    },
    { name: "server-id", type: { type: "int" }, value: undefined, origin: "written", span: sampleSpan(95) },
  ],
  secrets: [
    { name: "anna-password", source: { from: "ask", prompt: "Anna's password" }, span: sampleSpan(96) },
    {
      name: "db-password",
      source: { from: "env", variable: "DB_PASSWORD" },
      doc: "The database's password.",
      span: sampleSpan(97),
    },
  ],
};
