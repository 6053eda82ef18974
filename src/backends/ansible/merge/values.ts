/** Arguments of tasks that differ between environments become variables. */
import type { Hole, Text } from "../../../ir/text.ts";
import { joinTexts, literalText } from "../../../ir/text.ts";
import { yamlText } from "../../shared/yaml.ts";
import type { YamlList, YamlMark, YamlNode, YamlText } from "../../shared/yaml.ts";
import type { BasicOp } from "../context.ts";
import { literalValue, textArgument } from "../jinja.ts";
import { snakeName } from "../names.ts";
import type { ByEnvironment } from "./environments.ts";
import { agreements, perEnvironment } from "./environments.ts";
import { describeField, variableNames } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { enterVariable, keyOfNode } from "./variable-book.ts";
import type { VariableBook } from "./variable-book.ts";

/** A variable of the description, as the role knows it. */
export interface NamedValues {
  /** With the role's prefix. */
  readonly name: string;
  readonly values: ByEnvironment<string>;
}

/** What merging values may use. */
export interface ValueScope {
  readonly book: VariableBook;
  /** The `let`s and `param`s which the role keeps open. */
  readonly open: readonly NamedValues[];
  /** What an author said of a `let` or `param`. */
  readonly docOf: (variable: string) => string | undefined;
}

/** One node for what the environments say there. They are of one kind: texts, lists of texts, or equal literals' type. */
export function mergeNode(
  nodes: ByEnvironment<YamlNode>,
  subject: Subject,
  field: string,
  scope: ValueScope,
  marks: readonly YamlMark[],
): YamlNode {
  const groups = agreements(nodes, keyOfNode);
  const [first] = groups;
  if (first === undefined || groups.length === 1) return first?.value ?? yamlText("");
  if (first.value.yaml === "text") return mergeText(nodes as ByEnvironment<YamlText>, subject, field, scope, marks);
  if (first.value.yaml === "list") {
    const lists = nodes as ByEnvironment<YamlList>;
    const index = onlyDifference(lists);
    const items = perEnvironment(lists, (list) => list.items[index ?? -1]);
    if (index !== undefined && items.size === lists.size) {
      const merged = mergeNode(items, subject, field, scope, marks);
      return { ...first.value, items: first.value.items.map((item, at) => (at === index ? merged : item)) };
    }
  }
  const description = describeField(subject, field);
  const names = variableNames(subject, field);
  const isList = first.value.yaml === "list";
  const type = isList
    ? "list"
    : first.value.yaml === "literal" && typeof first.value.value === "boolean"
      ? "bool"
      : "int";
  const elements = isList ? { elements: "str" as const } : {};
  const name = enterVariable(scope.book, names, {
    type,
    ...elements,
    description,
    values: perEnvironment(nodes, undecorated),
    marks,
  });
  return yamlText(`{{ ${name} }}`);
}

/** The place at which lists of one length differ, when it is a single one. */
function onlyDifference(lists: ByEnvironment<YamlList>): number | undefined {
  const all = [...lists.values()];
  const [first] = all;
  if (first === undefined || all.some((list) => list.items.length !== first.items.length)) return undefined;
  const different = first.items.flatMap((item, index) =>
    all.every((list) => keyOfNode(list.items[index] ?? item) === keyOfNode(item)) ? [] : [index],
  );
  const [index, ...others] = different;
  return others.length > 0 ? undefined : index;
}

function undecorated(node: YamlNode): YamlNode {
  const { comment: _comment, mark: _mark, blankBefore: _blankBefore, ...plain } = node;
  return plain.yaml === "list" ? { ...plain, items: plain.items.map(undecorated) } : plain;
}

/**
 * Texts: what differs in them is a value of the description when that explains all of them (`Uploads for {{ domain }}`),
 * else a field of the op (`/usr/share/zoneinfo/{{ timezone }}`), else the whole argument.
 */
function mergeText(
  nodes: ByEnvironment<YamlText>,
  subject: Subject,
  field: string,
  scope: ValueScope,
  marks: readonly YamlMark[],
): YamlNode {
  const texts = perEnvironment(nodes, (node) => node.text);
  // What holds an expression already is moved as a whole.
  const isLiteral = [...texts.values()].every((text) => !/\{[{%#]/.test(text));
  if (isLiteral) {
    for (const { name, values } of scope.open) {
      const pieces = explain(texts, values);
      if (pieces !== undefined) return withVariable(pieces, name, values);
    }
    for (const candidate of fieldsOf(subject)) {
      const pieces = explain(texts, candidate.values);
      if (pieces === undefined) continue;
      const { names, description } = nameField(candidate, subject, field, pieces, scope);
      const values = perEnvironment(candidate.values, (value) => literalValue(value));
      const name = enterVariable(scope.book, names, { type: "str", description, values, marks });
      return withVariable(pieces, name, candidate.values);
    }
  }
  const values = perEnvironment(nodes, (node) => (isLiteral ? literalValue(node.text) : undecorated(node)));
  const name = enterVariable(scope.book, variableNames(subject, field), {
    type: "str",
    description: describeField(subject, field),
    values,
    marks,
  });
  return withVariable(["", ""], name, texts);
}

interface FieldValues {
  readonly field: string;
  readonly values: ByEnvironment<string>;
  /** The `let` or `param` that gives the field in every environment. */
  readonly bound: string | undefined;
}

const notFields: ReadonlySet<string> = new Set("op id title doc resource".split(" "));

/** The fields of an op that are a word or a number and differ; those which a variable gives come first. */
function fieldsOf(subject: Subject): readonly FieldValues[] {
  const [op] = subject.forms.values();
  if (op === undefined) return [];
  const found: FieldValues[] = [];
  for (const field of Object.keys(op)) {
    if (notFields.has(field)) continue;
    const values = perEnvironment(subject.forms, (form) => wordIn(form, field));
    if (values.size < subject.forms.size || new Set(values.values()).size < 2) continue;
    const variables = new Set([...subject.forms.values()].map((form) => form.bindings[field]));
    found.push({ field, values, bound: variables.size === 1 ? [...variables][0] : undefined });
  }
  return [...found.filter(({ bound }) => bound !== undefined), ...found.filter(({ bound }) => bound === undefined)];
}

function wordIn(op: BasicOp, field: string): string | undefined {
  const value: unknown = (op as unknown as Readonly<Record<string, unknown>>)[field];
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function nameField(
  { field, bound }: FieldValues,
  subject: Subject,
  argument: string,
  pieces: readonly string[],
  scope: ValueScope,
): { readonly names: readonly string[]; readonly description: string } {
  if (bound !== undefined) {
    const doc = scope.docOf(bound)?.replace(/\s+/g, " ").trim().replace(/\.$/, "");
    return { names: [snakeName(bound)], description: doc ?? `The value of ${bound}` };
  }
  // The argument's own name is at least as good when the field is all of it.
  const name = pieces.every((piece) => piece === "") ? argument : field;
  return { names: variableNames(subject, name), description: describeField(subject, name) };
}

/** What stands around the value, when that is the same everywhere; a short value explains only the text that it is. */
function explain(texts: ByEnvironment<string>, values: ByEnvironment<string>): readonly string[] | undefined {
  const all = perEnvironment(texts, (text, environment) => {
    const value = values.get(environment);
    if (value === undefined || value === "") return undefined;
    const pieces = text.split(value);
    return pieces.length < 2 || (value.length < 3 && text !== value) ? undefined : pieces;
  });
  if (all.size < texts.size) return undefined;
  const [pieces] = all.values();
  return new Set([...all.values()].map((each) => JSON.stringify(each))).size === 1 ? pieces : undefined;
}

/** The pieces with the variable between them, as an argument. */
function withVariable(pieces: readonly string[], name: string, values: ByEnvironment<string>): YamlNode {
  // Older releases take some texts for lists or booleans unless they come out of a filter; these they cannot.
  // A line end of the text itself stays when the value has none.
  const isPlain =
    pieces.every((piece) => !/[{\r]/.test(piece)) &&
    [...values.values()].every((value) => /^[^\s{[TF]/.test(pieces.join(value)) && !/[\r\n]/.test(value));
  if (isPlain) return yamlText(pieces.join(`{{ ${name} }}`));
  const hole: Hole = {
    hole: "variable",
    name,
    value: undefined,
    encoding: "plain",
    span: { file: "", start: 0, end: 0 },
  };
  const text: Text = joinTexts(
    ...pieces.flatMap((piece, index) => (index === 0 ? [literalText(piece)] : [[hole], literalText(piece)])),
  );
  return textArgument(text, () => ({ expression: name, needsEncoding: false }));
}
