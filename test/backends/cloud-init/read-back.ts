import { load, YAML11_SCHEMA } from "js-yaml";
import { expect } from "vitest";
import { cloudInit } from "../../../src/backends/cloud-init/backend.ts";
import type { BackendResult } from "../../../src/ir/backend.ts";
import type { Op } from "../../../src/ir/ops.ts";
import type { MachineProgram } from "../../../src/ir/program.ts";
import type { Hole } from "../../../src/ir/text.ts";
import { machine, program, span } from "./small-program.ts";

/** A file as cloud-config writes it. */
interface Entry {
  readonly path: string;
  readonly permissions: string;
  readonly owner?: string;
  readonly encoding?: string;
  readonly content: string;
}

/** Builds a machine of these ops. */
export function build(ops: readonly Op[], more: Partial<MachineProgram> = {}): BackendResult {
  return cloudInit.build(program(machine(ops, more)), {});
}

/** The text of a file; there must be no error. */
export function textOf(result: BackendResult, path = "web.yaml"): string {
  expect(result.diagnostics.filter((each) => each.severity === "error")).toEqual([]);
  const file = result.files.find((each) => each.path === path);
  return typeof file?.content === "string" ? file.content : "";
}

/** A cloud-config file as cloud-init reads it. */
export function readBack(text: string): Record<string, unknown> & { readonly write_files: readonly Entry[] } {
  return load(text, { schema: YAML11_SCHEMA }) as Record<string, unknown> & { readonly write_files: readonly Entry[] };
}

/** The text of a script in it. */
export function script(text: string, name = "provision.sh"): string {
  return readBack(text).write_files.find((file) => file.path === `/var/lib/provision/${name}`)?.content ?? "";
}

/** The steps, without the functions above them. */
export function steps(text: string): string {
  const all = script(text);
  return all.slice(all.search(/^(# .*\n)*step '/m));
}

/** What was reported. */
export function codes(result: BackendResult): string[] {
  return result.diagnostics.map((each) => each.code);
}

/** A variable as it stands in a text. */
export const variable = (name: string, value?: string): Hole => ({
  hole: "variable",
  name,
  value,
  encoding: "plain",
  span,
});
