import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { load } from "js-yaml";
import { DockerfileParser } from "dockerfile-ast";
import { lint } from "../backends/dockerfile/reread.ts";
import { readProject } from "./rules/ansible-project.ts";
import { ansibleRules } from "./rules/ansible-rules.ts";
import { cloudInitRules } from "./rules/cloud-init-rules.ts";
import { composeRules, readCompose } from "./rules/compose-rules.ts";
import { findingsIn, scriptOfRun } from "./run-scripts.ts";
import { dockerfileRules, readDockerfile } from "./rules/dockerfile-rules.ts";
import { outputRules } from "./rules/output-rules.ts";
import type { OwnRule } from "./rules/own-rule.ts";
import { runTool } from "./tools.ts";
import { checkVariables } from "./variables.ts";

/** One finding-free or failed check of one tool on one output. */
export interface CheckResult {
  readonly tool: string;
  /** What was checked, relative to the output folder. */
  readonly subject: string;
  readonly passed: boolean;
  readonly output: string;
}

/** A check: what it looks at, and what it runs. */
export interface Check {
  readonly tool: string;
  /** The points of the checklist that it answers. */
  readonly points: readonly number[];
  /** Whether a file (path relative to the output folder) starts this check. */
  readonly applies: (path: string, text: string) => boolean;
  readonly run: (folder: string, path: string) => Promise<{ readonly passed: boolean; readonly output: string }>;
}

const byExitCode = async (...args: Parameters<typeof runTool>): Promise<{ passed: boolean; output: string }> => {
  const { code, output } = await runTool(...args);
  return { passed: code === 0, output };
};

const isPlaybook = (path: string): boolean => basename(path) === "site.yml";
const isDockerfile = (path: string): boolean => basename(path) === "Dockerfile";
const isCloudConfig = (_path: string, text: string): boolean => text.startsWith("#cloud-config");

/** What other programs say, in the order of the report. */
const toolChecks: readonly Check[] = [
  {
    tool: "ansible-lint --profile production",
    points: [1, 2, 13, 23],
    applies: isPlaybook,
    run: async (folder, path) => {
      const project = join(folder, dirname(path));
      const { code, output } = await runTool("ansible-lint", ["--offline", "--profile", "production", "--nocolor"], {
        cwd: project,
        env: { ANSIBLE_CONFIG: join(project, "ansible.cfg") },
      });
      return { passed: code === 0 && /0 failure\(s\), 0 warning\(s\)/.test(output), output };
    },
  },
  {
    tool: "ansible-playbook --syntax-check",
    points: [4, 24],
    applies: isPlaybook,
    run: async (folder, path) => {
      const project = join(folder, dirname(path));
      for (const inventory of readdirSync(join(project, "inventories"))) {
        const args = ["--syntax-check", "-i", `inventories/${inventory}`, "site.yml"];
        const { code, output } = await runTool("ansible-playbook", args, { cwd: project });
        // A spec without hosts leaves the inventory to the reader, and Ansible remarks on that.
        const remarks = output.replace(/\[WARNING\]: provided hosts list is empty[\s\S]*?match 'all'/, "");
        if (code !== 0 || /WARNING|DEPRECATION/.test(remarks)) return { passed: false, output };
      }
      return { passed: true, output: "" };
    },
  },
  {
    tool: "variables in defaults, argument specs, READMEs and inventories",
    points: [15],
    applies: isPlaybook,
    run: (folder, path) => {
      const problems = checkVariables(join(folder, dirname(path)));
      return Promise.resolve({ passed: problems.length === 0, output: problems.join("\n") });
    },
  },
  {
    tool: "systemd-analyze verify",
    points: [60],
    applies: (path) => /\/etc\/systemd\/system\/[^/]+\.(service|timer)$/.test(path),
    run: async (folder, path) => {
      const { output } = await runTool("systemd-analyze", ["verify", "--man=no", join(folder, path)]);
      // The programs of the units are on the machine, not here.
      const findings = output.split("\n").filter((line) => line !== "" && !/is not executable/.test(line));
      return { passed: findings.length === 0, output: findings.join("\n") };
    },
  },
  {
    tool: "visudo -c",
    points: [61],
    applies: (path) => /\/etc\/sudoers\.d\/[^/]+$/.test(path),
    run: (folder, path) => byExitCode("visudo", ["-c", "-f", join(folder, path)]),
  },
  {
    tool: "yamllint --strict",
    points: [3],
    // A vault is YAML by its name only.
    applies: (path, text) =>
      /\.ya?ml$/.test(path) && !isCloudConfig(path, text) && !isInRole(path) && !text.startsWith("$ANSIBLE_VAULT;"),
    run: (folder, path) =>
      byExitCode("yamllint", ["--strict", "-c", yamllintRules(folder, path), path], { cwd: folder }),
  },
  {
    tool: "cloud-init schema",
    points: [45, 50],
    applies: isCloudConfig,
    run: async (folder, path) => {
      const { code, output } = await runTool("cloud-init", ["schema", "-c", join(folder, path)]);
      return { passed: code === 0 && !/deprecat|warning/i.test(output), output };
    },
  },
  {
    tool: "shellcheck (cloud-init)",
    points: [52],
    applies: isCloudConfig,
    run: async (folder, path) => {
      const scripts = shellScripts(load(readFileSync(join(folder, path), "utf8")));
      if (scripts.length === 0) return { passed: false, output: "the file holds no script" };
      for (const script of scripts) {
        const { code, output } = await runTool("shellcheck", ["-s", "sh", "-"], { input: script });
        if (code !== 0) return { passed: false, output };
      }
      return { passed: true, output: "" };
    },
  },
  {
    tool: "dockerfile-utils",
    points: [25],
    applies: isDockerfile,
    run: async (folder, path) => {
      const findings = lint(readFileSync(join(folder, path), "utf8"));
      return { passed: findings.length === 0, output: findings.join("\n") };
    },
  },
  {
    tool: "shellcheck (RUN)",
    points: [36],
    applies: isDockerfile,
    run: async (folder, path) => {
      const parsed = DockerfileParser.parse(readFileSync(join(folder, path), "utf8"));
      for (const instruction of parsed.getInstructions()) {
        if (instruction.getKeyword() !== "RUN") continue;
        const script = scriptOfRun(instruction.getArgumentsContent() ?? "");
        if (script === undefined) continue;
        const { output } = await runTool("shellcheck", ["-s", "sh", "-f", "json", "-"], { input: `${script}\n` });
        const findings = findingsIn(script, output);
        if (findings.length > 0) return { passed: false, output: findings.join("\n") };
      }
      return { passed: true, output: "" };
    },
  },
  {
    tool: "shellcheck (*.sh)",
    points: [36],
    // Below /srv lies the code of the author's applications, which is theirs.
    applies: (path, text) => text.startsWith("#!/bin/sh") && !path.includes("/files/srv/"),
    run: (folder, path) => byExitCode("shellcheck", ["-s", "sh", path], { cwd: folder }),
  },
];

/** A rule of our own as a check of the files that it is about. */
function ownCheck<T>(
  { tool, points, check }: OwnRule<T>,
  applies: Check["applies"],
  read: (folder: string, path: string) => T,
): Check {
  return {
    tool,
    points,
    applies,
    run: (folder, path) => {
      const problems = check(read(folder, path));
      return Promise.resolve({ passed: problems.length === 0, output: problems.join("\n") });
    },
  };
}

const textOf = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");

/** Every check, in the order of the report. */
export const checks: readonly Check[] = [
  ...toolChecks,
  ...ansibleRules.map((rule) => ownCheck(rule, isPlaybook, (folder, path) => readProject(join(folder, dirname(path))))),
  ...dockerfileRules.map((rule) =>
    ownCheck(rule, isDockerfile, (folder, path) => readDockerfile(join(folder, path), textOf(folder, path))),
  ),
  ...composeRules.map((rule) =>
    ownCheck(
      rule,
      (path) => basename(path) === "compose.yaml",
      (folder, path) => readCompose(join(folder, dirname(path)), textOf(folder, path)),
    ),
  ),
  ...cloudInitRules.map((rule) =>
    ownCheck(rule, isCloudConfig, (folder, path) => {
      const text = textOf(folder, path);
      return { text, document: load(text) as Readonly<Record<string, unknown>> };
    }),
  ),
  ...outputRules.map((rule) =>
    ownCheck(
      rule,
      (path) => path === "envc-report.json",
      (folder) => folder,
    ),
  ),
];

function isInRole(path: string): boolean {
  // Files that a role only carries (its `files/`) are the user's, not ours.
  return path.includes("/files/");
}

/** The project's own rules where it has some (they must be as strict as the senior who reads them), else the default ones. */
function yamllintRules(folder: string, path: string): string {
  let current = dirname(path);
  while (current !== "." && current !== "") {
    try {
      const own = join(folder, current, ".yamllint");
      readFileSync(own);
      return own;
    } catch {
      current = dirname(current);
    }
  }
  return join(import.meta.dirname, "yamllint.yml");
}

/** Every shell script inside a cloud-config: files that start with `#!/bin/sh`, decoded where they are encoded plainly. */
function shellScripts(document: unknown): readonly string[] {
  const scripts: string[] = [];
  const files = (document as { write_files?: readonly { content?: string; encoding?: string }[] }).write_files ?? [];
  for (const file of files) {
    const text =
      file.encoding === "b64" ? Buffer.from(file.content ?? "", "base64").toString("utf8") : (file.content ?? "");
    if (text.startsWith("#!/bin/sh")) scripts.push(text);
  }
  return scripts;
}
