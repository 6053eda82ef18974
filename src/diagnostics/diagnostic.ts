import type { Span } from "../text/span.ts";

/** How serious a diagnostic is: an error stops the build, a warning and a note do not. */
export type Severity = "error" | "warning" | "note";

/** One replacement of the text in `span` by `text`. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** A way to mend a diagnostic. `safe` never changes what correct parts of the file mean and is applied by `check --fix`. */
export interface Fix {
  /** What the fix does, as an imperative: "rename it to `port`". */
  readonly title: string;
  readonly safety: "safe" | "suggested";
  readonly edits: readonly TextEdit[];
}

/** A second place that belongs to a diagnostic, possibly in another file. */
export interface RelatedSpan {
  readonly span: Span;
  readonly message: string;
}

/** One mistake, as data. Renderers turn it into text; nothing below the CLI prints. */
export interface Diagnostic {
  /** Stable code such as `E0203`; its text lives in `messages/E0203.md`. */
  readonly code: string;
  /** Stable readable name of the code, kebab-case. */
  readonly slug: string;
  readonly severity: Severity;
  /** What is wrong, in the user's words; one line. */
  readonly title: string;
  /** Where. */
  readonly span: Span;
  /** Short text under the marked source, often the suggestion. */
  readonly label?: string;
  readonly related: readonly RelatedSpan[];
  readonly notes: readonly string[];
  /** What to type. */
  readonly help?: string;
  readonly fixes: readonly Fix[];
  /** The placeholders' values, for machines. */
  readonly data: Readonly<Record<string, string | number>>;
}

/** How many diagnostics of each severity there are besides those at hand: a broken file may have very many. */
export type Omitted = Readonly<Record<Severity, number>>;

/** Nothing was left out. */
export const nothingOmitted: Omitted = { error: 0, warning: 0, note: 0 };
