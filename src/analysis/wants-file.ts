import { diagnose } from "../diagnostics/diagnose.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import type { CallNode, ListNode, StringNode, ValueNode } from "../parser/ast.ts";
import type { At, Place, Wanted } from "./state.ts";

/**
 * Reports a text where only the content of a file of the project may stand (`source = "./site.conf"`), directly or
 * through a variable: taken as a text, the path itself would be what lands on the machine. True when it was reported.
 */
export function refuseTextForFile(node: Exclude<ValueNode, ListNode>, wanted: Wanted, at: At): boolean {
  if (wanted?.type !== "content" || wanted.from !== "file") return false;
  const origin = findOrigin(node, at.place, 0);
  if (!isText(origin)) return false;
  const written = origin.type === "string" ? literalOf(origin) : undefined;
  const isPath = origin.type === "string" && (written === undefined || /^[^\s{}]+$/.test(written));
  const fixes: Fix[] =
    isPath && origin === node
      ? [
          {
            title: "read the file",
            safety: "safe",
            edits: [
              { span: { ...node.span, end: node.span.start }, text: "file(" },
              { span: { ...node.span, start: node.span.end }, text: ")" },
            ],
          },
        ]
      : [];
  at.env.report.add(
    diagnose("E0329", { attribute: at.what }, node.span, {
      help:
        isPath && written !== undefined
          ? `write \`file(${JSON.stringify(written)})\``
          : isPath
            ? "write `file(…)` around it"
            : "write a content in place as `text = …`",
      fixes,
      ...(origin === node ? {} : { related: [{ span: origin.span, message: "the text is written here" }] }),
    }),
  );
  return true;
}

/** Where a value is written that came through variables. */
function findOrigin(node: ValueNode, place: Place, depth: number): ValueNode {
  const name = node.type === "path" && node.path.segments.length === 1 ? node.path.segments[0]?.text : undefined;
  const decl = name === undefined ? undefined : place.scope.values.get(name);
  // A circle of variables is reported where they are worked out.
  if (decl?.decl !== "variable" || decl.given === undefined || depth > 20) return node;
  return decl.given.value.type === "block" ? node : findOrigin(decl.given.value, decl.given.place, depth + 1);
}

function isText(node: ValueNode): boolean {
  return node.type === "string" || node.type === "text-block" || (node.type === "call" && makesText(node));
}

function makesText(node: CallNode): boolean {
  const name = node.callee.segments.map((segment) => segment.text).join(".");
  return name === "env" || name === "join" || name === "lines";
}

/** The characters of a text without names in it. */
function literalOf(node: StringNode): string | undefined {
  return node.parts.every((part) => part.part === "literal") ? node.parts.map((part) => part.text).join("") : undefined;
}
