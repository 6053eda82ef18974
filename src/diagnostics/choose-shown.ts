import { type Diagnostic, type Omitted, nothingOmitted } from "./diagnostic.ts";

/** The diagnostics to print, and how many there are besides them. */
export interface Shown {
  readonly diagnostics: readonly Diagnostic[];
  readonly omitted: Omitted;
}

/**
 * At most `limit` diagnostics, in the order given: the first errors, and warnings and notes only where there are fewer
 * errors than that. Twenty thousand messages help nobody, and writing them takes longer than finding them.
 */
export function chooseShown(all: readonly Diagnostic[], limit: number, omitted: Omitted = nothingOmitted): Shown {
  if (all.length <= limit) return { diagnostics: all, omitted };
  let others = limit - Math.min(limit, all.filter((one) => one.severity === "error").length);
  let errors = limit - others;
  const diagnostics: Diagnostic[] = [];
  const more = { ...omitted };
  for (const one of all) {
    const isShown = one.severity === "error" ? errors-- > 0 : others-- > 0;
    if (isShown) diagnostics.push(one);
    else more[one.severity]++;
  }
  return { diagnostics, omitted: more };
}

/** How many were left out, of all severities. */
export function countOmitted(omitted: Omitted): number {
  return omitted.error + omitted.warning + omitted.note;
}
