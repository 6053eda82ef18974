import { diagnose } from "../../../diagnostics/diagnose.ts";
import { nearestName } from "../../../text/edit-distance.ts";
import type { Span } from "../../../text/span.ts";
import type { OpOf } from "../../../ir/ops.ts";
import { readYaml } from "../../shared/yaml-read.ts";
import { nothing, type LowerContext, type Lowered } from "../lowered.ts";
import { knownKeys, ownKeys, rawAttribute } from "../raw-keys.ts";
import type { RawKey } from "../target.ts";

/**
 * The author's own keys: YAML 1.1, a mapping whose keys are cloud-config keys that envc does not write itself. Whatever
 * is wrong is reported at the block.
 */
export function lowerRaw(op: OpOf<"raw">, context: LowerContext): Lowered {
  const text = op.targets[rawAttribute];
  if (text === undefined) return nothing;
  const span = op.provenance[0] ?? { file: "", start: 0, end: 0 };
  const read = readYaml(context.resolve(text, op), { localTags: false });
  const problem = "problem" in read ? read.problem : "it is not a list of `key: value` lines";
  if ("problem" in read || read.root.yaml !== "map") {
    context.report(diagnose("E0843", { problem }, span));
    return nothing;
  }
  const entries = read.root.entries.filter(([key]) => !isOurs(key, span, context));
  const why = [op.reason, read.root.comment].filter((comment) => comment !== undefined).join("\n");
  const keys: RawKey[] = entries.map(([key, node], index) => {
    const comment = [index === 0 ? why : undefined, node.comment].filter((each) => each !== undefined).join("\n");
    return { key, node: comment === "" ? node : { ...node, comment }, provenance: context.provenanceOf(op) };
  });
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
