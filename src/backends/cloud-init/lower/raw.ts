import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { diagnose } from "../../../diagnostics/diagnose.ts";
import { nearestName } from "../../../text/edit-distance.ts";
import type { Span } from "../../../text/span.ts";
import type { OpOf } from "../../../ir/ops.ts";
import { nothing, type LowerContext, type Lowered } from "../lowered.ts";
import { knownKeys, ownKeys, rawAttribute } from "../raw-keys.ts";
import type { PlainData, RawKey } from "../target.ts";

/**
 * The author's own keys: YAML 1.1, a mapping whose keys are cloud-config keys that envc does not write itself. Whatever
 * is wrong is reported at the block.
 */
export function lowerRaw(op: OpOf<"raw">, context: LowerContext): Lowered {
  const text = op.targets[rawAttribute];
  if (text === undefined) return nothing;
  const span = op.provenance[0] ?? { file: "", start: 0, end: 0 };
  const counter = new LineCounter();
  const document = parseDocument(context.resolve(text, op), {
    version: "1.1",
    lineCounter: counter,
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = counter.linePos(error.pos[0]);
    context.report(diagnose("E0843", { problem: `line ${line}: ${error.message}` }, span));
    return nothing;
  }
  const data: unknown = document.contents === null ? null : document.toJS({ maxAliasCount: 0 });
  if (!isMap(document.contents) || !isPlainMapping(data)) {
    context.report(diagnose("E0843", { problem: "it is not a list of `key: value` lines" }, span));
    return nothing;
  }
  const keys: RawKey[] = [];
  for (const { key } of document.contents.items) {
    const name = isScalar(key) ? String(key.value) : "";
    if (isOurs(name, span, context)) continue;
    keys.push({
      key: name,
      value: data[name] ?? null,
      reason: keys.length === 0 ? op.reason : undefined,
      provenance: context.provenanceOf(op),
    });
  }
  return { steps: [], files: [], raw: keys };
}

function isOurs(name: string, span: Span, context: LowerContext): boolean {
  const instead = ownKeys.get(name);
  if (instead !== undefined) context.report(diagnose("E0844", { key: name, instead }, span));
  else if (!knownKeys.has(name)) {
    const near = nearestName(name, knownKeys);
    context.report(
      diagnose("E0845", { key: name }, span, near === undefined ? {} : { help: `did you mean \`${near}\`?` }),
    );
  } else return false;
  return true;
}

function isPlainMapping(data: unknown): data is { readonly [key: string]: PlainData } {
  return typeof data === "object" && data !== null && !Array.isArray(data) && isPlain(data);
}

/** Dates, binary and sets of YAML 1.1 are not plain: what they are written as afterwards would be a guess. */
function isPlain(data: unknown): data is PlainData {
  if (data === null || typeof data === "string" || typeof data === "boolean") return true;
  if (typeof data === "number") return Number.isFinite(data);
  if (Array.isArray(data)) return data.every(isPlain);
  return (
    typeof data === "object" && Object.getPrototypeOf(data) === Object.prototype && Object.values(data).every(isPlain)
  );
}
