import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { AttributeSchema, ForeignWords } from "../../ir/kind.ts";
import type { Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Edit } from "../../ir/edit.ts";
import type { EditOp, OpId } from "../../ir/ops.ts";
import { checkPaths, declarationOf } from "./check.ts";
import { checkPlace } from "./check-file-name.ts";
import { toolWords, triggerWords, wordsFor } from "./foreign-words.ts";
import { opBase } from "./op-base.ts";
import { readText } from "./read.ts";
import { bool, boolValue, path } from "./types.ts";

/** `path` of everything that changes a part of a file. */
export const editedPathAttribute: AttributeSchema = {
  type: path,
  required: true,
  doc: "The file; it comes with a package or with the system.",
  example: '"/etc/ssh/sshd_config"',
};

/** `create`: whether the file is made. */
export const createAttribute: AttributeSchema = {
  type: bool,
  doc: "Make an empty file (of root's, 0644) when there is none.",
  example: "true",
  default: { value: boolValue(false), reason: "a path with a mistake in it would make a file that nobody reads" },
};

/** The id of the op of a resource that changes a part of a file. */
export function editId(kind: string, name: string): OpId {
  return opId("edit", `${kind}:${name}`);
}

/** The op of a resource that changes a part of a file. `fields` maps an attribute to the edit's field that it gives. */
export function lowerEdit(
  resource: Resource,
  title: string,
  path: string,
  edit: Edit,
  fields: Readonly<Record<string, string>> = {},
): EditOp {
  return { ...opBase(resource, title, fields), op: "edit", id: editId(resource.kind, resource.name), path, edit };
}

/** Reports a path that is none, or where nothing can be kept. */
export function checkEditedPath(resource: Resource): readonly Diagnostic[] {
  const edited = readText(resource, "path");
  const wrong = checkPaths(resource, ["path"]);
  if (edited === undefined || wrong.length > 0) return wrong;
  return checkPlace({ ...resource, name: edited, absent: false });
}

/** Reports an edit that does not say what it writes or takes away: none of these attributes is there. */
export function checkGiven(resource: Resource, attributes: readonly string[]): readonly Diagnostic[] {
  if (attributes.some((attribute) => resource.attributes[attribute] !== undefined)) return [];
  const missing = attributes.map((attribute) => `\`${attribute} = …\``).join(" or ");
  return [diagnose("E0444", { kind: resource.kind, name: resource.name, missing }, declarationOf(resource))];
}

/** What other tools write in such a block. `example` is a block of the kind. */
export function editWords(example: string): ForeignWords {
  return {
    ...toolWords(example),
    ...triggerWords,
    ...wordsFor(["dest", "destination", "destfile", "file", "filename", "target"], {
      help: 'write `path = "/etc/ssh/sshd_config"`',
      same: "path",
    }),
    ...wordsFor(["owner", "group", "mode"], {
      help: "take the line away: the file keeps what it has; `permissions` changes that",
    }),
    ...wordsFor(["backup", "validate"], {
      help: "take the line away: your project is the backup, and what reads the file checks it when it is reloaded",
    }),
  };
}
