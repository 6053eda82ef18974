import type { Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op, UserOp } from "../../ir/ops.ts";
import { knownText } from "../../ir/read-value.ts";
import { type Text, literalText } from "../../ir/text.ts";
import { type Value, unwrapValue } from "../../ir/value.ts";
import { opBase } from "../shared/op-base.ts";
import { readList, readText } from "../shared/read.ts";

/** The keys' file and the sudo rule of a user; for an absent user, the rule's file is taken away. */
export function lowerLogin(resource: Resource, user: UserOp): readonly Op[] {
  const sudoPath = `/etc/sudoers.d/${user.name}`;
  const { doc: _doc, ...base } = opBase(resource, "");
  const ops: Op[] = [];
  if (resource.absent) {
    return [
      {
        ...base,
        title: `Remove the sudo rule of ${user.name}`,
        op: "absent-path",
        id: opId("absent-path", sudoPath),
        path: sudoPath,
        was: "file",
      },
    ];
  }
  const keys = readKeys(resource);
  if (keys !== undefined) {
    const folder = `${user.home === "/" ? "" : user.home}/.ssh`;
    ops.push(
      {
        ...base,
        title: `Create the SSH folder of ${user.name}`,
        op: "directory",
        id: opId("directory", folder),
        path: folder,
        owner: user.name,
        group: user.group,
        mode: "0700",
        implied: false,
        recursive: undefined,
      },
      {
        ...base,
        title: `Install the SSH keys of ${user.name}`,
        op: "file",
        id: opId("file", `${folder}/authorized_keys`),
        path: `${folder}/authorized_keys`,
        content: { from: "text", text: keys },
        owner: user.name,
        group: user.group,
        mode: "0600",
        validate: undefined,
      },
    );
  }
  const rule = readText(resource, "sudo");
  if (rule !== undefined)
    ops.push({
      ...base,
      title: `Install the sudo rule of ${user.name}`,
      op: "file",
      id: opId("file", sudoPath),
      path: sudoPath,
      content: { from: "text", text: literalText(sudoLines(user.name, rule)) },
      owner: "root",
      group: "root",
      mode: "0440",
      validate: ["/usr/sbin/visudo", "-cf", "%s"],
    });
  return ops;
}

/** Each line of the rule is one rule of its own; a line that ends with a backslash goes on. */
function sudoLines(name: string, rule: string): string {
  return rule
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => `${name} ${line}\n`)
    .join("");
}

/** All keys, one per line, the last line ended; undefined when the attribute is not given (then nobody touches the file). */
function readKeys(resource: Resource): Text | undefined {
  if (resource.attributes["authorized-keys"] === undefined) return undefined;
  const lines = readList(resource, "authorized-keys").flatMap(keyLines);
  return literalText([...new Set(lines)].map((line) => `${line}\n`).join(""));
}

/** The lines of one entry that hold a key: blank ones, comments and foreign line ends are left out. */
export function keyLines(value: Value): readonly string[] {
  const inner = unwrapValue(value);
  const text = inner?.is === "file" ? new TextDecoder().decode(inner.file.bytes) : knownText(inner);
  return (text ?? "")
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
