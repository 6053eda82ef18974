import { diagnose } from "../../diagnostics/diagnose.ts";
import type { SecretNode } from "../../parser/ast.ts";
import type { Span } from "../../text/span.ts";
import type { Project } from "../state.ts";

/** Checks what stands in the body of a secret: nothing but `fetch`, once. */
export function checkSecret(node: SecretNode, project: Project): void {
  const { reporter } = project;
  let first: Span | undefined;
  for (const entry of node.body?.entries ?? []) {
    if (entry.type === "use" || entry.type === "environment" || entry.type === "module") continue; // reported (E0137)
    const key = entry.type === "attribute" ? entry.key.segments.map((segment) => segment.text).join(".") : undefined;
    if (key === undefined) {
      const what = entry.type === "block" ? `\`${entry.kind.text}\`` : `\`${entry.type}\``;
      reporter.add(diagnose("E0216", { what, where: "outside of a `secret`" }, entry.span));
    } else if (key !== "fetch") {
      const span = entry.type === "attribute" ? entry.key.span : entry.span;
      reporter.add(diagnose("E0203", { kind: "secret", name: key, known: "fetch" }, span));
    } else if (first !== undefined) {
      const related = [{ span: first, message: "it is written here first" }];
      reporter.add(diagnose("E0205", { name: key }, entry.span, { related }));
    } else first = entry.span;
  }
}
