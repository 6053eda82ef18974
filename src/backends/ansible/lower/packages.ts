import type { PackageOp } from "../../../ir/ops.ts";
import { yamlList, yamlText } from "../../shared/yaml.ts";
import type { LowerContext, Lowered } from "../context.ts";
import type { RoleVariable } from "../target/project.ts";
import type { Arguments, Task } from "../target/task.ts";

/**
 * Packages: all of a run in one transaction, from a list that the role's user may see and change. `state: present`
 * leaves what is installed as it is; a pinned version is part of the name.
 */
export function lowerPackages(ops: readonly PackageOp[], context: LowerContext): Lowered {
  const present = ops.filter((op) => op.ensure === "present");
  const absent = ops.filter((op) => op.ensure === "absent");
  const held = present.filter((op) => op.hold);
  const parts = [
    packageList("packages", "Packages that are installed", present, context),
    packageList("packages_absent", "Packages that are removed", absent, context),
    packageList("packages_held", "Packages that are never upgraded", held, context),
  ];
  const tasks: readonly (Task | undefined)[] = [
    installTask(present, held.length > 0, context),
    removeTask(absent, context),
    holdTask(held, context),
  ];
  return {
    tasks: tasks.filter((task) => task !== undefined),
    variables: parts.filter((variable) => variable !== undefined),
  };
}

function packageList(
  suffix: string,
  description: string,
  ops: readonly PackageOp[],
  context: LowerContext,
): RoleVariable | undefined {
  if (ops.length === 0) return undefined;
  const pinned = suffix === "packages";
  return {
    name: listName(suffix, context),
    type: "list",
    elements: "str",
    description,
    default: yamlList(
      ops.map((op) =>
        yamlText(pinned && op.version !== undefined ? `${op.name}=${op.version}` : op.name, {
          mark: context.mark(op),
          ...(op.doc !== undefined && suffix !== "packages_held" ? { comment: op.doc } : {}),
        }),
      ),
    ),
    secret: false,
    marks: [],
  };
}

function listName(suffix: string, context: LowerContext): string {
  return `${context.role}_${suffix}${context.suffix}`;
}

function installTask(ops: readonly PackageOp[], held: boolean, context: LowerContext): Task | undefined {
  if (ops.length === 0) return undefined;
  const pinned = ops.some((op) => op.version !== undefined);
  const args: Arguments = [
    ["name", `{{ ${listName("packages", context)} }}`],
    ["state", "present"],
    ["update_cache", true],
    ["cache_valid_time", 3600],
    ["install_recommends", context.machine.installRecommends],
    ["allow_downgrade", pinned ? true : undefined],
    ["allow_change_held_packages", pinned && held ? true : undefined],
    ["lock_timeout", 300],
  ];
  return aptTask("packages", "Install packages", args, ops, context);
}

function removeTask(ops: readonly PackageOp[], context: LowerContext): Task | undefined {
  if (ops.length === 0) return undefined;
  const args: Arguments = [
    ["name", `{{ ${listName("packages_absent", context)} }}`],
    ["state", "absent"],
    ["lock_timeout", 300],
  ];
  return aptTask("packages_absent", "Remove packages", args, ops, context);
}

function aptTask(
  list: string,
  plainName: string,
  args: Arguments,
  ops: readonly PackageOp[],
  context: LowerContext,
): Task {
  return {
    name: ops.length === 1 ? (ops[0]?.title ?? "") : plainName,
    plainName,
    key: `${list}${context.suffix}`,
    list: listName(list, context),
    module: "ansible.builtin.apt",
    args,
    // Check mode cannot find a package whose repository is not set up yet.
    tolerantCheck: true,
    notify: [...new Set(ops.flatMap((op) => context.notify(op)))],
    marks: ops.map(context.mark),
  };
}

function holdTask(ops: readonly PackageOp[], context: LowerContext): Task | undefined {
  if (ops.length === 0) return undefined;
  return {
    name: "Hold packages at their version",
    key: `packages_held${context.suffix}`,
    list: listName("packages_held", context),
    module: "ansible.builtin.dpkg_selections",
    args: [
      ["name", "{{ item }}"],
      ["selection", "hold"],
    ],
    loop: `{{ ${listName("packages_held", context)} }}`,
    tolerantCheck: true,
    marks: ops.map(context.mark),
  };
}
