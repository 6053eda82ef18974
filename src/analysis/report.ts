import { type Diagnostic, type Omitted, nothingOmitted } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../text/edit-distance.ts";
import { type SourceFile, lineText, positionAt } from "../text/source-file.ts";
import { type Span, compareSpans } from "../text/span.ts";

/** Collects diagnostics; one that was reported already, in this or in another environment, is dropped. */
export interface Reporter {
  add(diagnostic: Diagnostic): void;
  /** Says more of a mistake that was reported: takes the place of the one with the same code, place and title. */
  refine(diagnostic: Diagnostic): void;
  /** Whether a name stands in a line that has a syntax error or hides behind a file that could not be loaded. */
  silences(name: string): boolean;
  /** The name that was most likely meant. Gives up after many mistakes, so that a broken file stays cheap. */
  nearest(name: string, candidates: Iterable<string>): string | undefined;
  /** Whether there are so many mistakes that lists of what there is are left out, so that a broken file stays cheap. */
  frugal(): boolean;
  /** Number of errors so far. */
  errors(): number;
  /** Whether an error that was reported up to now starts inside a span. */
  findMistakes(): (span: Span) => boolean;
  /** Everything that is kept, in source order. */
  all(): readonly Diagnostic[];
  /** How many more there were, each counted once. */
  omitted(): Omitted;
  /** From now on unknown names are not reported: a file is missing. */
  markIncomplete(): void;
  /** Takes over the syntax errors of a file; names in their lines are not reported again. */
  addSyntax(source: SourceFile, diagnostics: readonly Diagnostic[]): void;
}

const suggestionBudget = 300_000;
/** From this many diagnostics on, messages stop looking through everything that is declared. */
const manyDiagnostics = 1_000;
/** Of each severity this many are kept, so that warnings never crowd out the errors; more are only counted. */
export const maxKept = 2_000;

/** Two diagnostics with the same key say the same of the same place. */
export function keyOf({ code, span, title }: Diagnostic): string {
  return `${code} ${span.start} ${span.end} ${span.file}\n${title}`;
}

/** An empty {@link Reporter}. */
export function createReporter(): Reporter {
  const seen = new Map<string, Diagnostic>();
  const kept = { error: 0, warning: 0, note: 0 };
  const dropped = { error: createCounter(), warning: createCounter(), note: createCounter() };
  const broken = new Set<string>();
  let incomplete = false;
  let errors = 0;
  let spent = 0;
  const add = (diagnostic: Diagnostic): void => {
    const { span, severity } = diagnostic;
    const key = keyOf(diagnostic);
    if (seen.has(key)) return;
    if (kept[severity] >= maxKept) {
      dropped[severity].add(`${diagnostic.code} ${span.file}`, span.start);
      return;
    }
    seen.set(key, diagnostic);
    kept[severity]++;
    if (severity === "error") errors++;
  };
  return {
    add,
    refine(diagnostic) {
      const key = keyOf(diagnostic);
      if (seen.has(key)) seen.set(key, diagnostic);
    },
    silences: (name) => incomplete || broken.has(name),
    nearest(name, candidates) {
      if (name.length > 100 || seen.size > manyDiagnostics) return undefined;
      const within: string[] = [];
      for (const candidate of candidates) {
        if (++spent > suggestionBudget) return undefined;
        if (Math.abs(candidate.length - name.length) <= 3 && candidate !== name) within.push(candidate);
      }
      return nearestName(name, within);
    },
    frugal: () => seen.size > manyDiagnostics,
    errors: () => errors,
    findMistakes: () => indexErrors(seen.values()),
    all: () => [...seen.values()].sort((a, b) => compareSpans(a.span, b.span) || (a.code < b.code ? -1 : 1)),
    omitted: () =>
      seen.size < maxKept
        ? nothingOmitted
        : { error: dropped.error.size(), warning: dropped.warning.size(), note: dropped.note.size() },
    markIncomplete() {
      incomplete = true;
    },
    addSyntax(source, diagnostics) {
      for (const diagnostic of diagnostics) {
        add(diagnostic);
        if (diagnostic.severity !== "error") continue;
        const first = positionAt(source, diagnostic.span.start).line;
        const last = Math.min(positionAt(source, diagnostic.span.end).line, first + 200);
        for (let line = first; line <= last; line++)
          for (const word of lineText(source, line).match(/[A-Za-z][A-Za-z0-9_-]*/g) ?? []) broken.add(word);
      }
    },
  };
}

/** Counts places, each once: of a hundred thousand mistakes nothing else is remembered. */
function createCounter(): { add(where: string, start: number): void; size(): number } {
  const places = new Map<string, Set<number>>();
  return {
    add(where, start) {
      const known = places.get(where);
      if (known === undefined) places.set(where, new Set([start]));
      else known.add(start);
    },
    size: () => [...places.values()].reduce((sum, starts) => sum + starts.size, 0),
  };
}

/** Looks an error up by its place without going through all of them: a broken file may have many. */
function indexErrors(diagnostics: Iterable<Diagnostic>): (span: Span) => boolean {
  const places = [...diagnostics].filter((one) => one.severity === "error").map((one) => one.span);
  places.sort(compareSpans);
  return (span) => {
    // The first error that does not stand before the span.
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const place = places[middle];
      if (place !== undefined && compareSpans(place, { ...span, end: span.start }) < 0) low = middle + 1;
      else high = middle;
    }
    const found = places[low];
    return found !== undefined && found.file === span.file && found.start < span.end;
  };
}

/** `a, b and c`, cut after `limit` names so that a message stays readable; sorted as given. */
export function listNames(names: Iterable<string>, limit = 12): string {
  const all = new Set<string>();
  let more = false;
  for (const name of names) {
    if (all.size >= limit && !all.has(name)) {
      more = true;
      break;
    }
    all.add(name);
  }
  if (all.size === 0) return "nothing";
  const shown = [...all].map((name) => `\`${name}\``);
  if (more) return `${shown.join(", ")} and more`;
  if (shown.length === 1) return shown[0] ?? "";
  return `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}

/** `a` or `an`, for the word that follows. */
export function article(word: string): string {
  return /^[aeiou]/i.test(word) && !/^(user|uni|url)/i.test(word) ? "an" : "a";
}
