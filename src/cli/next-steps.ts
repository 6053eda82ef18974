import { shellArgument } from "../backends/shared/shell.ts";
import type { Palette } from "../diagnostics/palette.ts";
import type { CompileResult, TargetBuild } from "../index.ts";
import type { Model } from "../ir/model.ts";
import { targetFolder } from "./lay-out-build.ts";
import { setSecretCommand } from "./set-secret-command.ts";

/**
 * What to type after a build, for each target that has something to be typed; the last environment's when each has
 * its own.
 * `exists` tells whether a file is there, given its path relative to the output folder.
 */
export function nextSteps(
  { builds, models, diagnostics }: Pick<CompileResult, "builds" | "models" | "diagnostics">,
  spec: string,
  output: string,
  exists: (path: string) => boolean,
  palette: Palette,
): readonly string[] {
  // What no provider takes is pasted nowhere.
  const isTooLarge = diagnostics.some(({ code, data }) => code === "W0840" && Number(data["percent"]) > 100);
  const useful = builds.filter(({ target }) => target !== "cloud-init" || !isTooLarge);
  const byTarget = new Map(useful.map((build) => [build.target, build]));
  const lines: string[] = [];
  for (const build of byTarget.values()) {
    const folder = shellArgument(`${output}/${targetFolder(build)}`);
    const model = modelOf(build, models);
    for (const step of describeSteps(build, folder, model, spec)) {
      if (step.makes !== undefined && exists(`${targetFolder(build)}/${step.makes}`)) continue;
      lines.push(`  ${palette.code(step.type)}`, `    ${palette.dim(step.why)}`);
    }
  }
  return lines;
}

/** The environment that is spoken of; where several share the target, the first one that has a machine. */
function modelOf({ environment, environments }: TargetBuild, models: readonly Model[]): Model | undefined {
  const [first, ...others] = environments;
  const shared = environment === undefined && first !== undefined ? [first, ...others] : [environment];
  const own = shared.flatMap((name) => models.find((model) => model.environment === name) ?? []);
  return own.find(({ machines }) => machines.some(({ hosts }) => hosts.length > 0)) ?? own[0];
}

interface Step {
  readonly type: string;
  readonly why: string;
  /** A file that the step makes: it is left out when that is there, and never replaces what somebody filled in. */
  readonly makes?: string;
}

function describeSteps(build: TargetBuild, folder: string, model: Model | undefined, spec: string): readonly Step[] {
  switch (build.target) {
    case "ansible":
      return ansibleSteps(build, folder, model, spec);
    case "dockerfile":
      return dockerSteps(build, folder);
    case "cloud-init": {
      const paths = build.files.map((file) => file.path);
      const [config, ...others] = paths.filter((path) => /\.(ya?ml|cfg)$/.test(path));
      if (config === undefined)
        return paths.includes("README.md") ? [{ type: `cat ${folder}/README.md`, why: "says how to go on" }] : [];
      if (others.length > 0) return [{ type: `less ${folder}/README.md`, why: "says which file is for which server" }];
      const why = 'paste it into the "user data" field when you create the server';
      return [{ type: `cat ${folder}/${config}`, why }];
    }
    default:
      return [];
  }
}

/** Without a host the playbook would do nothing, and say so in words that explain nothing. */
function ansibleSteps(build: TargetBuild, folder: string, model: Model | undefined, spec: string): readonly Step[] {
  const environment = model?.environment;
  const from = ` -i inventories/${environment ?? "default"}`;
  const readme = build.files.find(({ path }) => path === "README.md")?.content;
  // One project is for several environments, and not all of them need have a vault. The README names each that has.
  const file = `inventories/${environment ?? "default"}/group_vars/all/vault.yml`;
  const vault = typeof readme === "string" && readme.includes(file) ? " --ask-vault-pass" : "";
  const run: Step = {
    type: `cd ${folder} && ansible-playbook${from} site.yml --check --diff${vault}`,
    why: "shows what would change on your servers; without --check it is done",
  };
  const fill = vault === "" || model === undefined ? [] : vaultSteps(model, spec, file);
  const machines = model?.machines ?? [];
  if (machines.length === 0 || machines.some((machine) => machine.hosts.length > 0)) return [...fill, run];
  const [machine] = machines;
  const belongs = machine === undefined || machine.implicit ? "" : `machine = ${machine.name}, `;
  const place = environment === undefined ? spec : `\`environment ${environment}\` of ${spec}`;
  return [
    {
      type: `host ${machine === undefined || machine.implicit ? "web" : machine.name}-1 { ${belongs}address = "203.0.113.11" }`,
      why: `Ansible knows no server yet: write this line, with your server's address, into ${place}, and build again`,
    },
    ...fill,
    run,
  ];
}

/** Without its vault the playbook would stop at the first secret; `file` is where somebody may have written one by hand. */
function vaultSteps({ environment, secrets, vault }: Model, spec: string, file: string): readonly Step[] {
  if (vault !== undefined) return [];
  return secrets
    .filter(({ source }) => source.from === "vault" || source.from === "none")
    .map(({ name }) => ({
      type: setSecretCommand(name, spec, environment),
      why: `puts the value of ${name}, which Ansible needs, into the vault; then build again`,
      makes: file,
    }));
}

/** The README beside the Compose file knows whether it starts anything. */
function dockerSteps(build: TargetBuild, folder: string): readonly Step[] {
  const has = (path: string): boolean => build.files.some((file) => file.path === path);
  const file = build.files.find(({ path }) => /(^|\/)Dockerfile$/.test(path))?.path;
  if (!has("compose.yaml")) {
    if (file === undefined) return [];
    const context = file === "Dockerfile" ? folder : `${folder}/${file.slice(0, -"/Dockerfile".length)}`;
    return [{ type: `docker build ${context}`, why: "builds the image" }];
  }
  const readme = build.files.find(({ path }) => path === "README.md")?.content;
  const starts = typeof readme !== "string" || readme.includes("## Build and start");
  const fill: Step = {
    type: `cp ${folder}/.env.example ${folder}/.env`,
    why: "then fill it in: Compose takes passwords and other values from there",
    makes: ".env",
  };
  const run: Step = starts
    ? { type: `cd ${folder} && docker compose up --build`, why: "builds the image and starts it" }
    : { type: `cd ${folder} && docker compose build`, why: "builds the image; nothing in it starts by itself" };
  const secrets: Step = { type: `less ${folder}/README.md`, why: "says how to fill the files that hold secrets" };
  const wantsFiles = typeof readme === "string" && readme.includes("## Secrets in files");
  return [...(has(".env.example") ? [fill] : []), ...(wantsFiles ? [secrets] : []), run];
}
