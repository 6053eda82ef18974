import type { Palette } from "../diagnostics/palette.ts";
import type { TargetBuild } from "../index.ts";
import { targetFolder } from "./lay-out-build.ts";

/** What to type after a build, one step for each target that has something to be typed; the last environment's when there are several. */
export function nextSteps(builds: readonly TargetBuild[], output: string, palette: Palette): readonly string[] {
  const byTarget = new Map(builds.map((build) => [build.target, build]));
  const lines: string[] = [];
  for (const build of byTarget.values()) {
    const folder = `${output}/${targetFolder(build)}`;
    const step = describeStep(build, quoteWord(folder));
    if (step !== undefined) lines.push(`  ${palette.code(step.type)}`, `    ${palette.dim(step.why)}`);
  }
  return lines;
}

interface Step {
  readonly type: string;
  readonly why: string;
}

function describeStep(build: TargetBuild, folder: string): Step | undefined {
  const paths = build.files.map((file) => file.path);
  const has = (path: string): boolean => paths.includes(path);
  switch (build.target) {
    case "ansible": {
      const inventory = paths.find((path) => /^inventories\/[^/]+\/hosts\./.test(path));
      const from = inventory === undefined ? "" : ` -i ${inventory}`;
      return {
        type: `cd ${folder} && ansible-playbook${from} site.yml --check --diff`,
        why: "shows what would change on your servers; without --check it is done",
      };
    }
    case "dockerfile": {
      const compose = paths.find((path) => /(^|\/)compose\.ya?ml$/.test(path));
      if (compose !== undefined) {
        const inner = compose.includes("/") ? `${folder}/${compose.slice(0, compose.lastIndexOf("/"))}` : folder;
        return { type: `cd ${inner} && docker compose up --build`, why: "builds the image and starts it" };
      }
      const file = paths.find((path) => /(^|\/)Dockerfile$/.test(path));
      if (file === undefined) return undefined;
      const context = file === "Dockerfile" ? folder : `${folder}/${file.slice(0, -"/Dockerfile".length)}`;
      return { type: `docker build ${context}`, why: "builds the image" };
    }
    case "cloud-init": {
      const config = paths.find((path) => /\.(ya?ml|cfg)$/.test(path));
      if (config === undefined)
        return has("README.md") ? { type: `cat ${folder}/README.md`, why: "says how to go on" } : undefined;
      return {
        type: `cat ${folder}/${config}`,
        why: 'paste it into the "user data" field when you create the server',
      };
    }
    default:
      return undefined;
  }
}

/** A word for a POSIX shell, quoted only when it has to be. */
function quoteWord(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
