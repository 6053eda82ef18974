import type { Backend, BackendResult, OutputFile, ReportRow, Support } from "../../ir/backend.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Host } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import type { Span } from "../../text/span.ts";
import { rollingRows } from "../shared/rolling.ts";
import { assemble, expandForTarget } from "./assemble.ts";
import { checkConfig } from "./check.ts";
import { fitSize, type FittedConfig } from "./fit-size.ts";
import { doesMore, onceWarnings } from "./once.ts";
import { printReadme, type ReadmeFile } from "./readme.ts";
import { canFetch, secretsOf, textsOf } from "./secrets.ts";
import { supportOf } from "./support.ts";
import { accountWarnings } from "./default-user.ts";

/** The target `cloud-init`: one `#cloud-config` file per machine class, or per host where hosts differ. */
export const cloudInit: Backend = {
  name: "cloud-init",
  doc: "A cloud-config file per machine: hand it to a provider as user data, and the new machine sets itself up.",
  options: { type: "object", additionalProperties: false, properties: {} },
  support: (op, _machine, program) => supportOf(op, program),
  build: (program) => build(program),
};

function build(program: Program): BackendResult {
  const rows = program.machines.flatMap((machine) => [
    ...rollingRows(machine, takesNoTurns),
    ...rowsOf(machine, program),
  ]);
  const diagnostics: Diagnostic[] = [
    ...secretErrors(program),
    ...program.machines.flatMap((machine) => [...accountWarnings(machine), ...onceWarnings(machine)]),
  ];
  const readme: ReadmeFile[] = [];
  const files: OutputFile[] = [];
  for (const machine of program.machines) {
    const variants = variantsOf(program, machine);
    const own = new Set(variants.files.flatMap(({ host }) => host ?? []));
    for (const { path, fitted, host } of variants.files) {
      files.push({ path, content: fitted.printed.text, map: fitted.printed.map });
      const hosts = host === undefined ? machine.hosts.filter((each) => !own.has(each)) : [host];
      readme.push({ path, machine, hosts, bytes: fitted.bytes, packed: fitted.packed });
    }
    diagnostics.push(...variants.diagnostics);
  }
  if (diagnostics.some((each) => each.severity === "error")) return { files: [], rows, diagnostics };
  files.push({ path: "README.md", content: printReadme(program, readme, rows), map: [] });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, rows, diagnostics };
}

/** The files of one machine class. */
interface Variants {
  readonly files: readonly { readonly path: string; readonly fitted: FittedConfig; readonly host: Host | undefined }[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * One file when all hosts get the same contents, else one per host. When all that tells them apart is what is done
 * once, the host that does it has a file of its own, and the others share one.
 */
function variantsOf(program: Program, machine: MachineProgram): Variants {
  const expanded = expandForTarget(machine, program);
  const shared = assemble(program, expanded, undefined);
  const all = { path: `${machine.name}.yaml`, host: undefined, assembled: shared };
  const own = (host: Host): Variant => ({
    path: machine.hosts.length === 1 ? `${machine.name}.yaml` : `${machine.name}/${host.name}.yaml`,
    host,
    assembled: assemble(program, expanded, host),
  });
  if (machine.hosts.length > 0 && shared.diagnostics.some((each) => each.code === "E0842"))
    return fitAll(machine, machine.hosts.map(own), program.environment);
  return fitAll(
    machine,
    [all, ...machine.hosts.filter((host) => doesMore(machine, host)).map(own)],
    program.environment,
  );
}

interface Variant {
  readonly path: string;
  readonly host: Host | undefined;
  readonly assembled: ReturnType<typeof assemble>;
}

function fitAll(machine: MachineProgram, wanted: readonly Variant[], environment: string | undefined): Variants {
  const diagnostics: Diagnostic[] = [];
  const known = new Set<string>();
  const add = (diagnostic: Diagnostic, key: string): void => {
    if (!known.has(key)) diagnostics.push(diagnostic);
    known.add(key);
  };
  const files = wanted.map(({ path, host, assembled }) => {
    const fitted = fitSize(assembled.config, machine, environment);
    const [problem] = checkConfig(fitted.printed.text, fitted.config);
    if (problem !== undefined) throw new Error(`cloud-init: ${path} does not say what it should: ${problem}`);
    for (const one of assembled.diagnostics) add(one, `${one.code} ${one.title} ${one.span.start}`);
    // The files of a machine's hosts hardly differ in size: it is said of the first.
    for (const one of fitted.diagnostics) add(one, one.code);
    return { path, fitted, host };
  });
  return { files, diagnostics };
}

const takesNoTurns: Support = {
  support: "adapted",
  reason:
    "a new machine sets itself up by itself, on its first boot; `rolling` is for changes to machines that run, which Ansible makes",
};

function rowsOf(machine: MachineProgram, program: Program): ReportRow[] {
  return machine.ops.map((op) => ({
    machine: machine.name,
    resource: op.resource,
    op: op.id,
    support: onceSupport(op, program) ?? supportOf(op, program),
    spans: op.provenance,
  }));
}

function onceSupport(op: Op, program: Program): Support | undefined {
  if (op.op !== "exec" || op.once?.host === undefined || supportOf(op, program).support !== "full") return undefined;
  return { support: "adapted", reason: `only in the file of the host \`${op.once.host}\`` };
}

/**
 * One error for each secret that the machine cannot get by itself, at the first place that wants it; and one for each
 * place that no fetched secret can be put into.
 */
function secretErrors({ machines, secrets }: Program): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const op of machines.flatMap((machine) => machine.ops)) {
    if (canFetch(op, { secrets })) continue;
    const missing = secretsOf(op).filter((name) => secrets.find((each) => each.name === name)?.fetch === undefined);
    for (const name of missing.length === 0 ? secretsOf(op) : missing) {
      const span = placeOfSecret(op, name);
      const key = missing.length === 0 ? `${name} ${op.id}` : name;
      if (span !== undefined && !found.has(key)) found.set(key, diagnose("E0840", { secret: name }, span));
    }
  }
  return [...found.values()];
}

function placeOfSecret(op: Op, name: string): Span | undefined {
  const hole = textsOf(op)
    .flat()
    .find((part) => typeof part !== "string" && part.hole === "secret" && part.name === name);
  return typeof hole === "object" ? hole.span : op.provenance[0];
}
