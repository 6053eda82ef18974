/** Files of a machine that only exist in a running container: secrets, and texts with a host's values or with secrets. */
import { createHash } from "node:crypto";
import type { ContainerFile } from "../../ir/container-parts.ts";
import type { ContainerOp, FileOp, Op, OpId } from "../../ir/ops.ts";
import type { OutputFile } from "../../ir/backend.ts";
import type { Text } from "../../ir/text.ts";
import { countLines } from "../../text/count-lines.ts";
import { yamlMap, yamlText } from "../shared/yaml.ts";
import type { YamlInput, YamlMap } from "../shared/yaml.ts";
import { originOf } from "./context.ts";
import type { MachineContext } from "./context.ts";
import { placeFile } from "./file-place.ts";
import { composeLiteral, composeText, knownText, openHoles } from "./late-values.ts";
import type { LateNames } from "./late-values.ts";
import { safeName } from "./runnable.ts";
import { secretName } from "./entrypoint.ts";

/** The folder beside `compose.yaml` with the files that services mount. */
const configsFolder = "configs";

/** One file that services mount. */
export interface FileMount {
  readonly op: FileOp;
  /** The only program that gets it: a container whose own file it is. */
  readonly reader?: OpId;
  /** The list of a service that it is in. */
  readonly list: "secrets" | "configs";
  readonly item: YamlMap;
  /** Secrets in it, by their name in the spec. */
  readonly secrets: readonly string[];
  /** The text of a config. */
  readonly text?: Text;
}

/** What one machine's services mount. */
export interface FileMounts {
  readonly mounts: readonly FileMount[];
  /** Secrets that are mounted, by their name in the spec. */
  readonly secrets: readonly string[];
  /** Secrets in the text of a config: Compose can only fill in variables. */
  readonly inTexts: readonly string[];
  /** Entries of the file's own `configs:`. */
  readonly configs: readonly (readonly [string, YamlMap])[];
  /** Files beside `compose.yaml`: the configs of which every character is known, so that a person can read them. */
  readonly files: readonly OutputFile[];
}

/** Collects the files of a machine that Compose puts in place. */
export function mountFiles(context: MachineContext, names: LateNames, prefix: string): FileMounts {
  const mounts: FileMount[] = [];
  const secrets: string[] = [];
  const inTexts: string[] = [];
  const configs: (readonly [string, YamlMap])[] = [];
  const files: OutputFile[] = [];
  const taken = new Set<string>();
  for (const { op, reader } of context.machine.ops.flatMap(filesOf)) {
    const place = placeFile(op, context);
    if (place.place === "secret") {
      secrets.push(place.secret);
      const item = mountOf(secretName(place.secret), op.path);
      mounts.push({ op, ...reader, list: "secrets", item, secrets: [place.secret] });
    }
    const isConfig = place.place === "config" || reader !== undefined;
    if (place.place !== "secret" && isConfig && op.content.from === "text") {
      const own = reader === undefined ? "" : `${reader.reader.replace(/^container:/, "")}-`;
      const name = freeName(safeName(prefix + own + op.path.slice(1)), taken);
      const { text } = op.content;
      const known = knownText(text, context);
      const entry: readonly [string, YamlInput] =
        known === undefined
          ? ["content", yamlText(composeText(text, context, names), { quoted: true })]
          : ["file", `./${configsFolder}/${name}`];
      configs.push([name, yamlMap([entry], { mark: originOf(op, context.machine) })]);
      if (known !== undefined) {
        const map = [{ from: 1, to: countLines(known), ...originOf(op, context.machine) }];
        files.push({ path: `${configsFolder}/${name}`, content: known, map });
      }
      const inside = text.flatMap((part) => (typeof part !== "string" && part.hole === "secret" ? [part.name] : []));
      inTexts.push(...inside);
      mounts.push({ op, ...reader, list: "configs", item: mountOf(name, op.path), secrets: inside, text });
    }
  }
  return { mounts, secrets: [...new Set(secrets)], inTexts, configs, files };
}

/**
 * A label that changes with the configs which a service mounts: what Compose compares when it looks for changes is the
 * service alone, and not what is in its configs (github.com/docker/compose/issues/11900). The values of the host's
 * variables stand there as they are; undefined without configs.
 */
export function configsLabel(
  mounts: readonly FileMount[],
  context: MachineContext,
  names: LateNames,
): YamlMap | undefined {
  const texts = mounts.flatMap(({ text }): Text => (text === undefined ? [] : [...text, "\0"]));
  if (texts.length === 0) return undefined;
  const written = composeText(texts, context, names);
  const sum = createHash("sha256").update(written).digest("hex").slice(0, 12);
  const late = openHoles(texts, context).filter(({ hole }) => hole !== "secret");
  const values = new Set(late.map((hole) => composeText([hole], context, names)));
  return yamlMap([["configs-hash", yamlText([sum, ...values].join(" "), { quoted: true })]]);
}

/** A file of the machine, or a file that one container alone gets, as one that stands where the container sees it. */
interface MountedFile {
  readonly op: FileOp;
  readonly reader?: { readonly reader: OpId };
}

function filesOf(op: Op): readonly MountedFile[] {
  if (op.op === "file") return [{ op }];
  if (op.op !== "container" || op.ensure === "absent") return [];
  return op.files.map((file) => ({ op: asFile(op, file), reader: { reader: op.id } }));
}

function asFile(op: ContainerOp, { path, text }: ContainerFile): FileOp {
  const { title, resource, after, triggers, bindings, provenance } = op;
  const base = { title, resource, after, triggers, bindings, provenance };
  const owned = { owner: "root", group: "root", mode: "0644", validate: undefined };
  return { ...base, ...owned, op: "file", id: op.id, path, content: { from: "text", text } };
}

/**
 * Long form of a mount, without owner and mode: the engine looks up the ids in the accounts of the host, where they do
 * not exist, and refuses (moby, daemon/archive_tarcopyoptions_unix.go). The file is root's and readable, which in a
 * container means: by the one program that is in it.
 */
function mountOf(source: string, path: string): YamlMap {
  return yamlMap([
    ["source", source],
    ["target", composeLiteral(path)],
  ]);
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
  taken.add(name);
  return name;
}
