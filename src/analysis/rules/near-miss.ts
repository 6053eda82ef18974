import { diagnose } from "../../diagnostics/diagnose.ts";
import { kindOf, nameEntity } from "../scope.ts";
import { type Entity, type Env, levels } from "../state.ts";

/**
 * W0501: a block that an environment adds is called nearly like one of the description, so a patch was probably meant.
 * Labels that differ in digits only (`web-1`, `web-2`) are no near miss, nor are short ones. Near is one edit, found
 * through an index of every label with one character left out, so that large files stay cheap.
 */
export function lintNearMisses(env: Env): void {
  if (env.additions.length === 0) return;
  const indexes = new Map<string, Map<string, Entity>>();
  for (const addition of env.additions) {
    const { entity } = addition;
    const kind = kindOf(entity);
    let index = indexes.get(kind);
    if (index === undefined) indexes.set(kind, (index = indexKind(kind, env)));
    if (entity.label.length > 80) continue;
    const near = [entity.label, ...leaveOneOut(entity.label)]
      .map((key) => index.get(key))
      .find((one) => one !== undefined && isNear(one.label, entity.label));
    if (near === undefined || near === entity) continue;
    env.report.add(
      diagnose("W0501", { name: nameEntity(entity), near: nameEntity(near) }, addition.span, {
        label: `did you mean \`${near.label}\`?`,
        related: near.layers
          .slice(0, 1)
          .map((layer) => ({ span: layer.node.span, message: "this one is declared outside of the environment" })),
      }),
    );
  }
}

function indexKind(kind: string, env: Env): Map<string, Entity> {
  const index = new Map<string, Entity>();
  for (const entity of env.top.kinds.get(kind)?.values() ?? []) {
    if (!entity.layers.some((layer) => layer.level < levels.environment) || entity.label.length > 80) continue;
    for (const key of [entity.label, ...leaveOneOut(entity.label)]) if (!index.has(key)) index.set(key, entity);
  }
  return index;
}

function leaveOneOut(label: string): readonly string[] {
  return Array.from(label, (_, i) => label.slice(0, i) + label.slice(i + 1));
}

function isNear(a: string, b: string): boolean {
  if (a === b || a.replaceAll(/\d/g, "") === b.replaceAll(/\d/g, "")) return false;
  // What differs must be a part of a longer word: `/etc/a` and `/etc/b` are two files.
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  const word = (text: string): string => {
    const from =
      Math.max(text.lastIndexOf("/", start - 1), text.lastIndexOf(".", start - 1), text.lastIndexOf("-", start - 1)) +
      1;
    return /^[^/.-]*/.exec(text.slice(from))?.[0] ?? "";
  };
  return Math.min(word(a).length, word(b).length) >= 4;
}
