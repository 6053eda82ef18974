import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { machineResource } from "../ir/machine-resource.ts";
import type { Span } from "../text/span.ts";
import type { Worked } from "./build-model.ts";
import { checkAbsentUses } from "./absent-uses.ts";
import { keyOf, listNames } from "./report.ts";
import type { Project } from "./state.ts";

/**
 * Runs the checks that kinds have of their own, in every environment, on everything that is free of other mistakes: what a
 * block with an unknown attribute lacks is most likely that attribute; and looks whether what is needed is absent. After all environments were worked out, so that
 * what one kind finds in one of them hides nothing in another. A mistake that only some of them have says which: it
 * comes from a value of theirs, and stands at a line of all.
 */
export function checkKinds(worked: readonly Worked[], project: Project): void {
  const { reporter } = project;
  const hasMistake = reporter.findMistakes();
  const found = new Map<string, { readonly diagnostic: Diagnostic; readonly environments: Set<string | undefined> }>();
  for (const one of worked)
    for (const diagnostic of checksOf(one, hasMistake, project)) {
      const key = keyOf(diagnostic);
      const known = found.get(key) ?? { diagnostic, environments: new Set() };
      found.set(key, known);
      known.environments.add(one.env.name);
    }
  for (const { diagnostic, environments } of found.values()) {
    const names = [...environments].flatMap((name) => name ?? []);
    const says = environments.size === worked.length || isInside(diagnostic.span, names, project);
    const which = `in the environment${names.length === 1 ? "" : "s"} ${listNames(names)}`;
    reporter.add(says ? diagnostic : { ...diagnostic, notes: [...diagnostic.notes, which] });
  }
}

/** Whether a place is in the body of one of these environments, so that nobody has to be told. */
function isInside(span: Span, names: readonly string[], { environments }: Project): boolean {
  return names.some((name) =>
    environments
      .get(name)
      ?.nodes.some(
        (node) => node.span.file === span.file && node.span.start <= span.start && span.end <= node.span.end,
      ),
  );
}

function checksOf(
  { model, built }: Worked,
  hasMistake: (span: Span) => boolean,
  { registry }: Project,
): readonly Diagnostic[] {
  const ofResources = built.flatMap(({ resource, good }) => {
    const check = registry.get(resource.kind)?.check;
    return !good || check === undefined || resource.spans.some(hasMistake) ? [] : check(resource, model);
  });
  const found = [...ofResources, ...checkAbsentUses(model)];
  const check = registry.get("machine")?.check;
  return check === undefined
    ? found
    : [...found, ...model.machines.flatMap((machine) => check(machineResource(machine), model))];
}
