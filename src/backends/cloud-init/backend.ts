import type { Backend, BackendResult, OutputFile, ReportRow } from "../../ir/backend.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Host } from "../../ir/model.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import { assemble, expandForTarget } from "./assemble.ts";
import { checkConfig } from "./check.ts";
import { fitSize, type FittedConfig } from "./fit-size.ts";
import { printReadme, type ReadmeFile } from "./readme.ts";
import { secretOf, supportOf } from "./support.ts";
import { accountWarnings } from "./default-user.ts";

/** The target `cloud-init`: one `#cloud-config` file per machine class, or per host where hosts differ. */
export const cloudInit: Backend = {
  name: "cloud-init",
  doc: "A cloud-config file per machine: hand it to a provider as user data, and the new machine sets itself up.",
  options: { type: "object", additionalProperties: false, properties: {} },
  support: supportOf,
  build: (program) => build(program),
};

function build(program: Program): BackendResult {
  const rows = program.machines.flatMap(rowsOf);
  const diagnostics: Diagnostic[] = program.machines.flatMap((machine) => [
    ...secretErrors(machine),
    ...accountWarnings(machine),
  ]);
  const readme: ReadmeFile[] = [];
  const files: OutputFile[] = [];
  for (const machine of program.machines) {
    const variants = variantsOf(program, machine);
    for (const { path, fitted, host } of variants.files) {
      files.push({ path, content: fitted.printed.text, map: fitted.printed.map });
      readme.push({ path, machine, host, bytes: fitted.bytes, packed: fitted.packed });
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

/** One file when all hosts get the same contents, else one per host. */
function variantsOf(program: Program, machine: MachineProgram): Variants {
  const expanded = expandForTarget(machine);
  const shared = assemble(program, expanded, undefined);
  const perHost = shared.diagnostics.some((each) => each.code === "E0842") && machine.hosts.length > 0;
  if (!perHost) return fitAll(machine, [{ path: `${machine.name}.yaml`, host: undefined, assembled: shared }]);
  const one = machine.hosts.length === 1;
  return fitAll(
    machine,
    machine.hosts.map((host) => ({
      path: one ? `${machine.name}.yaml` : `${machine.name}/${host.name}.yaml`,
      host,
      assembled: assemble(program, expanded, host),
    })),
  );
}

function fitAll(
  machine: MachineProgram,
  wanted: readonly { path: string; host: Host | undefined; assembled: ReturnType<typeof assemble> }[],
): Variants {
  const diagnostics: Diagnostic[] = [];
  const known = new Set<string>();
  const add = (diagnostic: Diagnostic): void => {
    const key = `${diagnostic.code} ${diagnostic.title} ${diagnostic.span.start}`;
    if (!known.has(key)) diagnostics.push(diagnostic);
    known.add(key);
  };
  const files = wanted.map(({ path, host, assembled }) => {
    const fitted = fitSize(assembled.config, machine);
    const [problem] = checkConfig(fitted.printed.text, fitted.config);
    if (problem !== undefined) throw new Error(`cloud-init: ${path} does not say what it should: ${problem}`);
    assembled.diagnostics.forEach(add);
    fitted.diagnostics.forEach(add);
    return { path, fitted, host };
  });
  return { files, diagnostics };
}

function rowsOf(machine: MachineProgram): ReportRow[] {
  return machine.ops.map((op) => ({
    machine: machine.name,
    resource: op.resource,
    op: op.id,
    support: supportOf(op),
    spans: op.provenance,
  }));
}

function secretErrors(machine: MachineProgram): Diagnostic[] {
  return machine.ops.flatMap((op) => {
    const secret = secretOf(op);
    if (secret === undefined) return [];
    const name = typeof secret === "string" ? secret : secret.hole === "secret" ? secret.name : "";
    const span = typeof secret === "string" ? op.provenance[0] : secret.span;
    return span === undefined ? [] : [diagnose("E0840", { secret: name }, span)];
  });
}
