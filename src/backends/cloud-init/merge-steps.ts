import { shorten } from "./readable.ts";
import type { ProvisionFunction } from "./provision-functions.ts";
import type { Call, ProvisionStep } from "./target.ts";

/** Functions that take a list, how many of their first words must be equal, and the title of several steps in one. */
const joinable: Partial<
  Record<ProvisionFunction, { readonly fixed: number; readonly title: (words: readonly string[]) => string }>
> = {
  install_packages: {
    fixed: 1,
    title: (names) =>
      listTitle(
        "Install",
        names.map((name) => name.split("=", 1)[0] ?? name),
        "packages",
      ),
  },
  remove_packages: { fixed: 0, title: (names) => listTitle("Remove", names, "packages") },
  make_parents: { fixed: 0, title: () => "Make the folders above" },
};

/**
 * Joins neighbouring steps that are one call of the same list function: one apt transaction instead of many, which
 * also gives the users that packages make the same ids on every target.
 */
export function mergeSteps(steps: readonly ProvisionStep[]): ProvisionStep[] {
  const merged: ProvisionStep[] = [];
  let said: string | undefined;
  for (const step of steps) {
    const last = merged[merged.length - 1];
    const joined = last === undefined ? undefined : join(last, step);
    // A resource of several steps is explained once.
    if (joined === undefined) merged.push(step.comment === said ? { ...step, comment: undefined } : step);
    else merged[merged.length - 1] = joined;
    said = step.comment;
  }
  return merged;
}

function join(first: ProvisionStep, second: ProvisionStep): ProvisionStep | undefined {
  const a = onlyCall(first);
  const b = onlyCall(second);
  if (a === undefined || b === undefined || a.call !== b.call) return undefined;
  const rule = joinable[a.call];
  if (rule === undefined || a.words.slice(0, rule.fixed).some((word, index) => word !== b.words[index]))
    return undefined;
  const words = [...a.words, ...b.words.slice(rule.fixed)];
  return {
    title: shorten(rule.title(words.slice(rule.fixed))),
    comment: joinComments(first.comment, second.comment),
    statements: [{ call: a.call, words }],
    provenance: [...first.provenance, ...second.provenance],
  };
}

function joinComments(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return first.includes(second) ? first : `${first}\n${second}`;
}

function onlyCall(step: ProvisionStep): Call<ProvisionFunction> | undefined {
  const [statement, ...others] = step.statements;
  return statement !== undefined && others.length === 0 && !("when" in statement) ? statement : undefined;
}

function listTitle(verb: string, names: readonly string[], what: string): string {
  const list = names.join(", ");
  return list.length <= 70 ? `${verb} ${list}` : `${verb} ${names.length} ${what}`;
}
