/**
 * Random syntax trees that can be written down. `formatFile` prints them, `parseFile` reads them back; compare both with
 * {@link plainTree}. Spans are empty.
 */
import fc from "fast-check";
import type { AttributeNode, BlockNode, Body, Commented, Entry, FileNode, LabelNode } from "../../src/parser/ast.ts";
import {
  span,
  name,
  word,
  segment,
  path,
  key,
  literalString,
  inner,
  around,
  value,
  type,
  label,
} from "./arbitrary-values.ts";

const optionalValue = fc.option(value, { nil: undefined });

function commented<T extends object>(
  draft: T,
  lines: { readonly first: boolean; readonly last: boolean },
): fc.Arbitrary<T & Commented & { span: typeof span }> {
  return around(lines).map((comments) => ({ ...draft, ...comments, span }));
}

const oneLine = { first: true, last: false };

const attribute: fc.Arbitrary<AttributeNode> = fc
  .tuple(key, value)
  .chain(([path, given]) => commented({ type: "attribute" as const, key: path, value: given.node }, given));

const plainEntry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 6, arbitrary: attribute },
  {
    weight: 1,
    arbitrary: fc
      .tuple(word, fc.option(type(2), { nil: undefined }), value)
      .chain(([node, valueType, given]) =>
        commented(
          { type: "let" as const, name: node, ...(valueType === undefined ? {} : { valueType }), value: given.node },
          given,
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(word, type(2))
      .chain(([node, valueType]) => commented({ type: "let" as const, name: node, valueType }, oneLine)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(word, type(2), optionalValue)
      .chain(([node, valueType, given]) =>
        commented(
          { type: "param" as const, name: node, valueType, ...(given === undefined ? {} : { value: given.node }) },
          given ?? oneLine,
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.oneof(
          name.map((text): LabelNode => ({ label: "word", text, span })),
          literalString.map((node): LabelNode => ({ label: "string", value: node, span })),
        ),
        optionalValue,
      )
      .chain(([node, given]) =>
        commented(
          { type: "secret" as const, label: node, ...(given === undefined ? {} : { value: given.node }) },
          given ?? oneLine,
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(word, value)
      .chain(([node, given]) => commented({ type: "output" as const, name: node, value: given.node }, given)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(word, fc.option(label, { nil: undefined })).chain(([node, what]) =>
      commented(
        {
          type: "remove" as const,
          path: { segments: [{ text: node.text, quoted: false, span }], span },
          ...(what === undefined ? {} : { label: what }),
        },
        oneLine,
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(name, fc.array(segment, { minLength: 1, maxLength: 3 }))
      .chain(([first, rest]) =>
        commented(
          { type: "remove" as const, path: { segments: [{ text: first, quoted: false, span }, ...rest], span } },
          oneLine,
        ),
      ),
  },
  { weight: 1, arbitrary: path.chain((node) => commented({ type: "spread" as const, path: node }, oneLine)) },
);

const body = (depth: number): fc.Arbitrary<Body> =>
  fc
    .record({ entries: fc.array(entry(depth - 1), { maxLength: depth <= 0 ? 1 : 4 }), inner, oneLine: fc.boolean() })
    .map((one) => ({ ...one, span }));

const block = (depth: number): fc.Arbitrary<BlockNode> =>
  fc
    .record({
      absent: fc.boolean(),
      kind: word,
      label: fc.option(label, { nil: undefined }),
      body: fc.option(body(depth), { nil: undefined }),
    })
    .chain((one) =>
      commented(
        {
          type: "block" as const,
          absent: one.absent,
          kind: one.kind,
          ...(one.label === undefined ? {} : { label: one.label }),
          ...(one.body === undefined ? {} : { body: one.body }),
        },
        { first: true, last: one.body !== undefined && isTall(one.body) },
      ),
    );

/** True for a body that is never written on one line. */
function isTall(node: Body): boolean {
  return (!node.oneLine && node.entries.length > 0) || node.inner.some((trivia) => trivia.trivia === "comment");
}

const entry = (depth: number): fc.Arbitrary<Entry> =>
  depth <= 0 ? plainEntry : fc.oneof({ weight: 3, arbitrary: plainEntry }, { weight: 2, arbitrary: block(depth - 1) });

const topEntry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 6, arbitrary: entry(3) },
  { weight: 1, arbitrary: literalString.chain((node) => commented({ type: "use" as const, path: node }, oneLine)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("environment" as const, "module" as const), word, body(3))
      .chain(([kind, node, inside]) =>
        commented({ type: kind, name: node, body: inside }, { first: true, last: isTall(inside) }),
      ),
  },
);

/** A whole file with a header. */
export const file: fc.Arbitrary<FileNode> = fc
  .record({ header: around(oneLine), entries: fc.array(topEntry, { maxLength: 6 }), inner })
  .map(({ header, entries, inner: end }) => ({ header: { version: "1", ...header, span }, entries, inner: end, span }));

// ── comparing ───────────────────────────────────────────────────────────────────────────────────────────────────

const layoutFields = new Set(["span", "multiline", "oneLine", "leading", "trailing", "closing", "inner"]);

/** A tree without places, comments and line breaks: what it says. */
export function plainTree(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plainTree);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([field, inside]) => !layoutFields.has(field) && inside !== undefined)
      .map(([field, inside]) => [field, plainTree(inside)]),
  );
}

/** All comments of a tree, sorted: none may be lost or made up. */
export function allComments(node: unknown): string[] {
  const found: string[] = [];
  const visit = (inside: unknown): void => {
    if (Array.isArray(inside)) {
      inside.forEach(visit);
      return;
    }
    if (typeof inside !== "object" || inside === null) return;
    if ("trivia" in inside && inside.trivia === "comment" && "text" in inside) found.push(String(inside.text));
    for (const [field, value] of Object.entries(inside)) {
      if ((field === "trailing" || field === "closing") && typeof value === "string") found.push(value);
      else visit(value);
    }
  };
  visit(node);
  return found.sort();
}
