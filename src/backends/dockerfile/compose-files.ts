/** Files of a machine that only exist in a running container: secrets, and texts with a host's values or with secrets. */
import type { FileOp } from "../../ir/ops.ts";
import { decorate, yamlMap, yamlNode, yamlText } from "../shared/yaml.ts";
import type { YamlMap, YamlNode } from "../shared/yaml.ts";
import { groupId, originOf, userId } from "./context.ts";
import type { MachineContext } from "./context.ts";
import { placeFile } from "./file-place.ts";
import { composeLiteral, composeText } from "./late-values.ts";
import type { LateNames } from "./late-values.ts";
import { safeName } from "./runnable.ts";
import { secretName } from "./runtime.ts";

/** What one machine's services mount. */
export interface FileMounts {
  /** Items of a service's `secrets:`. */
  readonly secretMounts: readonly YamlMap[];
  /** Secrets that are mounted, by their name in the spec. */
  readonly secrets: readonly string[];
  /** Items of a service's `configs:`. */
  readonly configMounts: readonly YamlMap[];
  /** Entries of the file's own `configs:`. */
  readonly configs: readonly (readonly [string, YamlMap])[];
}

/** Collects the files of a machine that Compose puts in place. */
export function mountFiles(context: MachineContext, names: LateNames, prefix: string): FileMounts {
  const secretMounts: YamlMap[] = [];
  const secrets: string[] = [];
  const configMounts: YamlMap[] = [];
  const configs: (readonly [string, YamlMap])[] = [];
  const taken = new Set<string>();
  for (const op of context.machine.ops) {
    if (op.op !== "file") continue;
    const place = placeFile(op, context);
    if (place.place === "secret") {
      secrets.push(place.secret);
      secretMounts.push(mountOf(secretName(place.secret), op, context));
    }
    if (place.place === "config" && op.content.from === "text") {
      const name = freeName(safeName(prefix + op.path.slice(1)), taken);
      const content = yamlText(composeText(op.content.text, context, names), { quoted: true });
      configs.push([name, yamlMap([["content", content]], { mark: originOf(op, context.machine) })]);
      configMounts.push(mountOf(name, op, context));
    }
  }
  return { secretMounts, secrets: [...new Set(secrets)], configMounts, configs };
}

/** Long form of a mount; Compose keeps owner and mode because the content comes from its environment, not from a file. */
function mountOf(source: string, op: FileOp, context: MachineContext): YamlMap {
  return yamlMap([
    ["source", source],
    ["target", composeLiteral(op.path)],
    ["uid", idText(userId(context, op.owner))],
    ["gid", idText(groupId(context, op.group))],
    ["mode", modeNumber(op.mode)],
  ]);
}

/** An id, as the text that Compose wants. */
export function idText(id: number | undefined): YamlNode | undefined {
  return id === undefined ? undefined : yamlText(String(id), { quoted: true });
}

/** A mode as a number in decimal: versions of YAML disagree on how an octal one is written. */
export function modeNumber(mode: string): YamlNode {
  return decorate(yamlNode(Number.parseInt(mode, 8)), { comment: `${mode}, in decimal` });
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
  taken.add(name);
  return name;
}
