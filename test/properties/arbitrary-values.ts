/**
 * Random values, names, labels and comments of a syntax tree, as far as they can be written down: every name, text and
 * comment in them is one that the language has. Spans are empty.
 */
import fc from "fast-check";
import type {
  Commented,
  LabelItem,
  LabelNode,
  ListItem,
  ListNode,
  Path,
  Segment,
  StringNode,
  TextPart,
  Trivia,
  TypeNode,
  ValueNode,
  Word,
} from "../../src/parser/ast.ts";
import { reserved } from "../../src/parser/tokens.ts";

/** No place at all. */
export const span = { file: "", start: 0, end: 0 };

/** Any bare word, reserved ones included: a key, or a step behind a dot. */
export const anyWord: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,9}$/) },
  { weight: 1, arbitrary: fc.constantFrom(...reserved.keys(), "if", "EOF", "s", "min") },
);

/** A name: a bare word that is not reserved. */
export const name: fc.Arbitrary<string> = anyWord.filter((word) => !reserved.has(word));

/** Characters of a one-line text: everything a file can hold. */
const textContent = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.string({ maxLength: 12 }),
    fc.constantFrom("${", "\\", '"', "$", "\n", "# no comment", "$${a}", "{", "\u202e", "\u0000"),
  )
  .filter((text) => !/\p{Cs}/u.test(text));

/** Characters of a text block: it has no escapes, so it holds what can be seen. */
const blockLine = fc
  .oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("", "  indented", "\ttab", '"""', '""""', '  """', "${x}", "$${x}", "$", "}", "# x", '= """', " "),
  )
  // oxlint-disable-next-line no-control-regex -- control characters cannot stand in a text block
  .filter((line) => !/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]|\p{Cs}/u.test(line));

/** A name with its (empty) place. */
export const word: fc.Arbitrary<Word> = name.map((text) => ({ text, span }));

const plainSegment: fc.Arbitrary<Segment> = anyWord.map((text) => ({ text, quoted: false, span }));
/** A step of a path. */
export const segment: fc.Arbitrary<Segment> = fc.oneof(
  { weight: 3, arbitrary: plainSegment },
  { weight: 1, arbitrary: textContent.map((text) => ({ text, quoted: true, span })) },
);

/** A path as a value: it starts with a name or `this`. */
export const path: fc.Arbitrary<Path> = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: name }, { weight: 1, arbitrary: fc.constant("this") }),
    fc.array(segment, { maxLength: 3 }),
  )
  .map(([first, rest]) => ({ segments: [{ text: first, quoted: false, span }, ...rest], span }));

/** The key of an attribute: any word or text first. */
export const key: fc.Arbitrary<Path> = fc
  .tuple(segment, fc.array(segment, { maxLength: 2 }))
  .map(([first, rest]) => ({ segments: [first, ...rest], span }));

/** Joins neighbouring literals and drops empty ones: what a parser would give. */
function mergeParts(parts: readonly TextPart[]): TextPart[] {
  const merged: TextPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part.part === "literal" && part.text === "") continue;
    if (part.part === "literal" && last?.part === "literal")
      merged[merged.length - 1] = { part: "literal", text: last.text + part.text, span };
    else merged.push(part);
  }
  return merged;
}

const literalPart = (text: fc.Arbitrary<string>): fc.Arbitrary<TextPart> =>
  text.map((value) => ({ part: "literal", text: value, span }));
const pathPart: fc.Arbitrary<TextPart> = path.map((value) => ({ part: "path", path: value, span }));

/** A one-line text. */
export const string: fc.Arbitrary<StringNode> = fc
  .array(fc.oneof({ weight: 3, arbitrary: literalPart(textContent) }, { weight: 1, arbitrary: pathPart }), {
    maxLength: 4,
  })
  .map((parts) => ({ type: "string", parts: mergeParts(parts), span }));

/** A text without interpolation. */
export const literalString: fc.Arbitrary<StringNode> = textContent.map((text) => ({
  type: "string",
  parts: mergeParts([{ part: "literal", text, span }]),
  span,
}));

/** A text block whose marks are long enough for what it holds. */
const textBlock: fc.Arbitrary<ValueNode> = fc
  .record({
    lines: fc.array(fc.tuple(blockLine, fc.option(pathPart, { nil: undefined }), blockLine), { maxLength: 4 }),
    quotes: fc.integer({ min: 3, max: 5 }),
    dollars: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ lines, quotes, dollars }) => {
    const parts = lines.flatMap(([before, hole, after]): TextPart[] => [
      { part: "literal", text: before, span },
      ...(hole === undefined || dollars === 0 ? [] : [hole]),
      { part: "literal", text: `${after}\n`, span },
    ]);
    const merged = mergeParts(parts);
    const literals = merged.map((part) => (part.part === "literal" ? part.text : "\n")).join("");
    const run = Math.max(0, ...(literals.match(/"+/g) ?? []).map((quote) => quote.length));
    const marks = Math.max(0, ...(literals.match(/\$+(?=\{)/g) ?? []).map((mark) => mark.length));
    return {
      type: "text-block",
      parts: merged,
      quotes: Math.max(quotes, run + 1),
      dollars: dollars === 0 ? 0 : Math.max(dollars, marks + 1),
      span,
    };
  });

const digits = fc.oneof(
  fc.nat({ max: 100_000 }).map(String),
  fc.tuple(fc.nat({ max: 999 }), fc.stringMatching(/^[0-9]{1,3}$/)).map(([whole, part]) => `${whole}.${part}`),
);

const scalar: fc.Arbitrary<ValueNode> = fc.oneof(
  string,
  fc.stringMatching(/^0[0-7]{3,4}$/).map((text): ValueNode => ({ type: "mode", text, span })),
  fc
    .tuple(digits, fc.boolean())
    .map(([text, minus]): ValueNode => ({ type: "number", text: minus ? `-${text}` : text, span })),
  fc
    .tuple(digits, fc.constantFrom("s", "min", "h", "d", "KB", "MB", "GB", "TB", "%"))
    .map(([amount, unit]): ValueNode => ({ type: "quantity", amount, unit, span })),
  fc.boolean().map((value): ValueNode => ({ type: "bool", value, span })),
  path.map((value): ValueNode => ({ type: "path", path: value, span })),
);

// ── comments ────────────────────────────────────────────────────────────────────────────────────────────────────

const commentText = fc.stringMatching(/^[ -~]{0,12}$/).map((text) => text.replace(/^#+/, "").trimEnd());
const plainComment: fc.Arbitrary<string> = commentText.map((text) => `#${text}`);
const comment: fc.Arbitrary<Trivia> = plainComment.map((text) => ({ trivia: "comment", text, doc: false, span }));
const docComment: fc.Arbitrary<Trivia> = commentText.map((text) => ({
  trivia: "comment",
  text: `##${text}`,
  doc: true,
  span,
}));
const blank: fc.Arbitrary<Trivia> = fc.constant({ trivia: "blank" });

const leading = fc.oneof(
  { weight: 5, arbitrary: fc.constant<readonly Trivia[]>([]) },
  { weight: 1, arbitrary: fc.array(fc.oneof(comment, docComment, blank), { maxLength: 3 }) },
);
/** What stands in front of a closing bracket. */
export const inner = fc.oneof(
  { weight: 6, arbitrary: fc.constant<readonly Trivia[]>([]) },
  { weight: 1, arbitrary: fc.array(fc.oneof(comment, blank), { maxLength: 2 }) },
);
const trailing = fc.option(plainComment, { nil: undefined, freq: 5 });

/** The comments around something; `lines` tells what may stand behind its first and its last line. */
export function around(lines: { readonly first: boolean; readonly last: boolean }): fc.Arbitrary<Commented> {
  return fc.record({ leading, first: trailing, last: trailing }).map((one) => ({
    leading: one.leading,
    ...(lines.first && one.first !== undefined ? { trailing: one.first } : {}),
    ...(lines.last && one.last !== undefined ? { closing: one.last } : {}),
  }));
}

// ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A value which is written on one line whatever its length. */
const flatValue = (depth: number): fc.Arbitrary<ValueNode> =>
  depth === 0
    ? scalar
    : fc.oneof(
        { weight: 6, arbitrary: scalar },
        { weight: 1, arbitrary: call(depth) },
        {
          weight: 1,
          arbitrary: fc.array(flatValue(depth - 1), { maxLength: 3 }).map((values): ValueNode => ({
            type: "list",
            items: values.map(bareItem),
            inner: [],
            multiline: false,
            span,
          })),
        },
      );

function bareItem(value: ValueNode): ListItem {
  return { spread: false, value, leading: [], span };
}

const call = (depth: number): fc.Arbitrary<ValueNode> =>
  fc
    .tuple(path, fc.array(flatValue(depth - 1), { maxLength: 3 }))
    .map(([callee, args]): ValueNode => ({ type: "call", callee, args, span }));

const listItem = (depth: number): fc.Arbitrary<ListItem> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: withAround(flatValue(depth), true).map(([value, comments]) => ({
        spread: false,
        value,
        ...comments,
        span,
      })),
    },
    {
      weight: 1,
      arbitrary: withAround(path, true).map(([value, comments]): ListItem => ({
        spread: true,
        value: { type: "path", path: value, span },
        ...comments,
        span,
      })),
    },
    {
      weight: 1,
      arbitrary: withAround(list(depth - 1), true).map(([value, comments]) => ({
        spread: false,
        value,
        ...comments,
        span,
      })),
    },
    {
      weight: 1,
      arbitrary: withAround(textBlock, false).map(([value, comments]) => ({ spread: false, value, ...comments, span })),
    },
  );

function withAround<T>(arbitrary: fc.Arbitrary<T>, first: boolean): fc.Arbitrary<[T, Commented]> {
  return fc.tuple(arbitrary, around({ first, last: false }));
}

/** A list, over one line or several, with comments between its items. */
const list = (depth: number): fc.Arbitrary<ListNode> =>
  depth <= 0
    ? fc.constant({ type: "list", items: [], inner: [], multiline: false, span })
    : fc
        .record({ items: fc.array(listItem(depth - 1), { maxLength: 4 }), inner, multiline: fc.boolean() })
        .map((one) => ({ type: "list", ...one, span }));

/** Any value, and whether its first line may carry a comment. */
export const value: fc.Arbitrary<{ readonly node: ValueNode; readonly first: boolean; readonly last: boolean }> =
  fc.oneof(
    { weight: 6, arbitrary: flatValue(2).map((node) => ({ node, first: true, last: false })) },
    { weight: 2, arbitrary: list(2).map((node) => ({ node, first: true, last: false })) },
    { weight: 1, arbitrary: textBlock.map((node) => ({ node, first: false, last: true })) },
  );

/** A written type, nested up to a depth. */
export const type = (depth: number): fc.Arbitrary<TypeNode> =>
  fc
    .tuple(
      fc.oneof({ weight: 8, arbitrary: name }, { weight: 1, arbitrary: fc.constant("secret") }),
      depth === 0 ? fc.constant([]) : fc.array(type(depth - 1), { maxLength: 2 }),
    )
    .map(([text, args]) => ({ name: text, args, span }));

const labelItem: fc.Arbitrary<LabelItem> = around({ first: true, last: false }).chain((comments) =>
  fc.oneof(
    name.map((text): LabelItem => ({ item: "word", text, ...comments, span })),
    string.map((node): LabelItem => ({ item: "string", value: node, ...comments, span })),
    path.map((node): LabelItem => ({ item: "spread", path: node, ...comments, span })),
  ),
);

/** A label of a block. */
export const label: fc.Arbitrary<LabelNode> = fc.oneof(
  { weight: 4, arbitrary: name.map((text): LabelNode => ({ label: "word", text, span })) },
  { weight: 3, arbitrary: string.map((node): LabelNode => ({ label: "string", value: node, span })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ items: fc.array(labelItem, { maxLength: 3 }), inner, multiline: fc.boolean() })
      .map((one): LabelNode => ({ label: "list", ...one, span })),
  },
);

// ── entries ─────────────────────────────────────────────────────────────────────────────────────────────────────
