import type { Span } from "../text/span.ts";
import { catalogue } from "./catalogue.generated.ts";
import type { Diagnostic, Fix, RelatedSpan } from "./diagnostic.ts";

/** Every code that has a page in `messages/`. */
export type Code = keyof typeof catalogue;

type Placeholders<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type TemplateText<C extends Code> = (typeof catalogue)[C]["title"] | (typeof catalogue)[C]["help"];

/** The values that the title and the help of a code ask for. */
export type Params<C extends Code> = Readonly<Record<Placeholders<TemplateText<C>>, string | number>>;

/** What can be said about one occurrence besides the catalogue's own words. */
export interface Details {
  readonly label?: string;
  /** Replaces the catalogue's help when this occurrence knows better what to type. */
  readonly help?: string;
  readonly related?: readonly RelatedSpan[];
  readonly notes?: readonly string[];
  readonly fixes?: readonly Fix[];
}

/**
 * Makes a diagnostic from its page in the catalogue. `params` fills the `{placeholders}` of title and help; a value is
 * put in as it is, on one line, control characters made visible.
 */
export function diagnose<C extends Code>(code: C, params: Params<C>, span: Span, details: Details = {}): Diagnostic {
  const entry = catalogue[code];
  const values = params as Readonly<Record<string, string | number>>;
  const usualHelp: string = entry.help;
  const help = details.help ?? (usualHelp === "" ? undefined : fillIn(usualHelp, values));
  return {
    code,
    slug: entry.slug,
    severity: entry.severity,
    title: fillIn(entry.title, values),
    span,
    ...(details.label === undefined ? {} : { label: details.label }),
    related: details.related ?? [],
    notes: details.notes ?? [],
    ...(help === undefined ? {} : { help }),
    fixes: details.fixes ?? [],
    data: values,
  };
}

function fillIn(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => visible(String(values[name] ?? "")));
}

// oxlint-disable-next-line no-control-regex -- control characters are what must not reach a terminal
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const controls = new RegExp(control, "g");

function visible(value: string): string {
  // Hardly any value has one, and replacing takes longer than looking.
  if (!control.test(value)) return value;
  return value.replace(controls, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}
