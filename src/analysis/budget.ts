import { diagnose } from "../diagnostics/diagnose.ts";
import type { Span } from "../text/span.ts";
import type { Env } from "./state.ts";

/**
 * How many things, uses of modules and variables all environments of a project may have together. Ten thousand hosts on
 * machines with ten thousand files are less; modules that use each other twice, and lists in labels, get beyond any
 * number. With this many a check takes about two seconds.
 */
export const maxThings = 25_000;

/** What was declared so far, in all environments. */
export interface Budget {
  spent: number;
  /** There was too much; nothing more is declared. */
  full: boolean;
}

/**
 * Counts one more thing; false when there are too many, which is reported once. Names that are not declared because of
 * that are not reported.
 */
export function takeOne(env: Env, span: Span): boolean {
  const { budget, reporter } = env.project;
  if (++budget.spent <= maxThings) return true;
  if (!budget.full) {
    reporter.add(diagnose("E0220", { what: "things in one project", limit: maxThings }, span));
    reporter.markIncomplete();
  }
  budget.full = true;
  return false;
}
