import { displayWidth, padDisplay, printable } from "../../diagnostics/display-text.ts";
import { createPalette, type Palette } from "../../diagnostics/palette.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Sources } from "../../diagnostics/render-human.ts";
import { check, hasError, kinds } from "../../index.ts";
import type { Attribute, Machine, Model, NestedBlock, Resource } from "../../ir/model.ts";
import { type Platform, wantsColor } from "../../platform/platform.ts";
import { nearestName } from "../../text/edit-distance.ts";
import { describeSpan } from "../../text/source-file.ts";
import type { Span } from "../../text/span.ts";
import { describeSecret } from "../describe-secret.ts";
import { describeOrigin, describeValue } from "../describe-value.ts";
import { showCommandLine } from "../command-line-source.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { openSpec } from "../open-spec.ts";
import { showSources } from "../project.ts";
import { isUsageError, type UsageError } from "../usage-error.ts";

/** The options of `envc show`. */
export interface ShowOptions {
  readonly env?: string;
}

/** `envc show`: the whole model of an environment, with where each value comes from. */
export async function runShow(
  platform: Platform,
  file: string | undefined,
  options: ShowOptions,
): Promise<ExitCode | UsageError> {
  const project = openSpec(platform, file);
  if (typeof project === "number" || isUsageError(project)) return project;
  const result = check(project);
  const sources = showSources(platform, project, result.sources);
  printDiagnostics(platform, result.diagnostics, sources, "human", result.omitted);
  if (hasError(result.diagnostics)) return exitCodes.specError;
  const known = result.environments.map((name) => `\`${name}\``).join(", ");
  if (options.env !== undefined && !result.environments.includes(options.env)) {
    const near = nearestName(options.env, result.environments);
    const there = near === undefined ? `there is: ${known}` : `did you mean \`${near}\`? There is: ${known}`;
    const help = known === "" ? "the file declares none, so leave `--env` out" : there;
    const wrong = diagnose("E0921", { name: options.env, known: help }, { file: project.root, start: 0, end: 0 });
    const shown = showCommandLine("show", [wrong], sources);
    printDiagnostics(platform, shown.diagnostics, shown.sources);
    return exitCodes.usage;
  }
  if (options.env === undefined && result.environments.length > 1)
    return { usage: `The file has several environments. Say which one: --env ${result.environments.join(" | ")}` };
  const model = result.models.find((each) => options.env === undefined || each.environment === options.env);
  if (model === undefined) return exitCodes.ok;
  const palette = createPalette(wantsColor(platform.environment, platform.terminal.outputIsTerminal));
  platform.terminal.print(`${renderModel(model, sources, palette).join("\n")}\n`);
  return exitCodes.ok;
}

type Line = readonly [name: string, value: string, origin: string, place: string];

function renderModel(model: Model, sources: Sources, palette: Palette): readonly string[] {
  const place = (span: Span | undefined): string => {
    const source = span === undefined ? undefined : sources.get(span.file);
    return source === undefined || span === undefined ? "" : describeSpan(source, span);
  };
  const title = model.environment === undefined ? model.name : `${model.name} · ${model.environment}`;
  const targets = model.targets.length === 0 ? "every target" : model.targets.join(", ");
  const lines = [`${palette.strong(printable(title))}  ${palette.dim(`for ${targets}`)}`];
  const section = (head: string, at: string, rows: readonly Line[], indent: string): void => {
    lines.push("", `${indent}${palette.strong(head)}${at === "" ? "" : `  ${palette.dim(at)}`}`);
    lines.push(...alignLines(rows, `${indent}  `, palette));
  };
  if (model.variables.length > 0) {
    const rows = model.variables.map((each): Line => {
      const value = each.value === undefined ? "each host gives its own" : describeValue(each.value);
      return [each.name, value, describeOrigin(each), place(each.span)];
    });
    section("values", "", rows, "");
  }
  if (model.secrets.length > 0) {
    const rows = model.secrets.map((each): Line => [each.name, describeSecret(each), "never shown", place(each.span)]);
    section("secrets", "", rows, "");
  }
  for (const machine of model.machines) {
    section(`machine ${printable(machine.name)}`, place(machine.spans[0]), machineLines(machine, place), "");
    for (const resource of model.resources.filter((each) => each.machines.includes(machine.name)))
      section(resourceTitle(resource), place(resource.spans[0]), resourceLines(resource, place), "  ");
  }
  return lines;
}

function machineLines(machine: Machine, place: (span: Span) => string): readonly Line[] {
  const hosts = machine.hosts.map((host): Line => {
    const address = host.address ?? "no address";
    const main = machine.hosts.length > 1 && machine.primary === host.name ? "primary" : "";
    return [`host ${host.name}`, address, main, place(host.span)];
  });
  const os: Line = ["os", machine.os.id, `${machine.os.distribution} ${machine.os.version}`, ""];
  const attributes = Object.entries(machine.attributes).filter(([name]) => name !== "os");
  return [os, ...attributes.map(([name, attribute]) => attributeLine(name, attribute, place)), ...hosts];
}

function resourceTitle(resource: Resource): string {
  const id = printable(resource.id);
  return resource.absent ? `absent ${id}` : id;
}

function resourceLines(resource: Resource, place: (span: Span) => string): readonly Line[] {
  const lines = Object.entries(resource.attributes).map(([name, attribute]) => attributeLine(name, attribute, place));
  if (!resource.absent) lines.push(...computedLines(resource));
  for (const [name, blocks] of Object.entries(resource.blocks))
    for (const block of blocks) lines.push(...blockLines(name, block, place));
  if (resource.after.length > 0) lines.push(["after", resource.after.map(printable).join(", "), "", ""]);
  return lines;
}

/** Attributes that were not written and whose default is worked out for each target: in words. */
function computedLines(resource: Resource): readonly Line[] {
  return Object.entries(kinds.get(resource.kind)?.attributes ?? {}).flatMap(([name, schema]): readonly Line[] => {
    if (name in resource.attributes || schema.default === undefined || !("describe" in schema.default)) return [];
    return [[name, schema.default.describe, `default: ${schema.default.reason}`, ""]];
  });
}

function blockLines(name: string, block: NestedBlock, place: (span: Span) => string): readonly Line[] {
  const prefix = block.label === undefined ? name : `${name} ${block.label}`;
  return Object.entries(block.attributes).map(([key, attribute]) =>
    attributeLine(`${prefix}.${key}`, attribute, place),
  );
}

function attributeLine(name: string, attribute: Attribute, place: (span: Span) => string): Line {
  // The place of a default is the block itself, which stands above.
  const at = attribute.origin === "default" ? "" : place(attribute.span);
  return [name, describeValue(attribute.value), describeOrigin(attribute), at];
}

function alignLines(rows: readonly Line[], indent: string, palette: Palette): readonly string[] {
  const width = (column: 0 | 1, limit: number): number =>
    Math.min(limit, Math.max(0, ...rows.map((row) => displayWidth(row[column]))));
  const names = width(0, 30);
  const values = width(1, 44);
  return rows.map(([name, value, origin, at]) => {
    const rest = [origin, at].filter((part) => part !== "").join(", ");
    return `${indent}${padDisplay(printable(name), names)}  ${palette.code(padDisplay(value, values))}  ${palette.dim(rest)}`.trimEnd();
  });
}
