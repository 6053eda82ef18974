import { deb822Source, executableMode, sysctlFile } from "./canonical-files.ts";
import type { Expectation, ExpectationFact } from "./expectation.ts";
import type { Content, FileOp, Op, OpOf } from "./ops.ts";
import { resolveText } from "./resolve-text.ts";
import { type Text, literalText } from "./text.ts";

/** A fact and where it can be observed. */
export interface PlacedFact {
  readonly fact: ExpectationFact;
  readonly where: Expectation["where"];
}

/**
 * What one op promises. A command, a raw block and an implied directory promise nothing that can be looked at;
 * processes and schedules are expanded before.
 */
export function factsOfOp(op: Op): readonly PlacedFact[] {
  switch (op.op) {
    case "package":
      return anywhere({
        fact: "package",
        name: op.name,
        installed: op.ensure === "present",
        ...(op.version === undefined ? {} : { version: op.version }),
        ...(op.ensure === "present" ? { hold: op.hold } : {}),
      });
    case "repository":
      return repositoryFacts(op);
    case "group":
      return anywhere({
        fact: "group",
        name: op.name,
        exists: op.ensure === "present",
        ...(op.gid === undefined ? {} : { gid: op.gid }),
      });
    case "user":
      return userFacts(op);
    case "directory":
      return op.implied
        ? []
        : anywhere({ fact: "directory", path: op.path, owner: op.owner, group: op.group, mode: op.mode });
    case "file":
      return anywhere(fileFact(op, op.content));
    case "tree":
      return treeFacts(op);
    case "link":
      return anywhere({ fact: "link", path: op.path, target: op.target });
    case "absent-path":
      return anywhere({ fact: "absent-path", path: op.path });
    case "edit":
      // What an image has there is hidden: the engine writes this file when a container starts.
      return op.path === "/etc/hosts" ? [{ where: "booted", fact: editFact(op) }] : anywhere(editFact(op));
    case "service":
      return serviceFacts(op);
    case "sysctl":
      return anywhere(
        fileFact({ path: op.path, owner: "root", group: "root", mode: "0644" }, { from: "text", text: sysctlFile(op) }),
      );
    case "hostname":
      return [{ where: "booted", fact: { fact: "hostname", hostname: op.hostname } }];
    case "timezone":
      return anywhere({ fact: "timezone", timezone: op.timezone });
    case "locale":
      return anywhere({ fact: "locale", locale: op.locale, path: op.path });
    case "exec":
    case "raw":
    case "process":
    case "schedule":
    case "container":
      return [];
  }
}

/** The bytes of a text when each of its holes is the same on every host and no secret; else undefined. */
export function knownBytes(text: Text): Uint8Array | undefined {
  const resolved = resolveText(text, (hole) => (hole.hole === "variable" ? hole.value : undefined));
  return resolved.ok ? new TextEncoder().encode(resolved.text) : undefined;
}

function repositoryFacts(op: OpOf<"repository">): readonly PlacedFact[] {
  if (op.ensure === "absent")
    return [
      ...new Set([
        op.sourcesPath,
        op.keyPath.replace(/\.(asc|gpg)$/, ".asc"),
        op.keyPath.replace(/\.(asc|gpg)$/, ".gpg"),
      ]),
    ].flatMap((path) => anywhere({ fact: "absent-path", path }));
  const root = { owner: "root", group: "root", mode: "0644" };
  return [
    ...(op.key === undefined ? [] : anywhere(fileFact({ path: op.keyPath, ...root }, { from: "bytes", file: op.key }))),
    ...anywhere(fileFact({ path: op.sourcesPath, ...root }, { from: "text", text: literalText(deb822Source(op)) })),
  ];
}

function userFacts(op: OpOf<"user">): readonly PlacedFact[] {
  if (op.ensure === "absent") return anywhere({ fact: "user", name: op.name, exists: false });
  return [
    ...anywhere({
      fact: "user",
      name: op.name,
      exists: true,
      ...(op.uid === undefined ? {} : { uid: op.uid }),
      group: op.group,
      groups: op.groups,
      comment: op.comment,
      home: op.home,
      shell: op.shell,
      locked: op.locked,
    }),
    ...(op.createHome
      ? anywhere({ fact: "directory", path: op.home, owner: op.name, group: op.group, mode: op.homeMode })
      : []),
  ];
}

function treeFacts(op: OpOf<"tree">): readonly PlacedFact[] {
  const ownership = { owner: op.owner, group: op.group };
  return [
    ...op.folder.directories.flatMap((path) =>
      anywhere({ fact: "directory", path: `${op.path}/${path}`, ...ownership, mode: op.directoryMode }),
    ),
    ...op.folder.files.flatMap((file) =>
      anywhere({
        fact: "file",
        path: `${op.path}/${file.path}`,
        ...ownership,
        mode: file.executable ? executableMode(op.fileMode) : op.fileMode,
        bytes: file.bytes,
        content: undefined,
      }),
    ),
  ];
}

function serviceFacts(op: OpOf<"service">): readonly PlacedFact[] {
  const facts: PlacedFact[] = [];
  if (op.masked === true) facts.push(...anywhere({ fact: "unit-masked", unit: op.unit, masked: true }));
  else if (op.enabled !== undefined)
    facts.push(...anywhere({ fact: "unit-enabled", unit: op.unit, enabled: op.enabled }));
  if (op.running !== undefined)
    facts.push({ where: "booted", fact: { fact: "unit-active", unit: op.unit, active: op.running } });
  return facts;
}

function editFact({ id, path, edit }: OpOf<"edit">): ExpectationFact {
  if (edit.edit !== "attributes") return { fact: "edit", id, path, edit };
  return { fact: "attributes", path, owner: edit.owner, group: edit.group, mode: edit.mode };
}

function fileFact(at: Pick<FileOp, "path" | "owner" | "group" | "mode">, content: Content): ExpectationFact {
  return {
    fact: "file",
    path: at.path,
    owner: at.owner,
    group: at.group,
    mode: at.mode,
    bytes: content.from === "bytes" ? content.file.bytes : knownBytes(content.text),
    content: content.from === "text" ? content.text : undefined,
  };
}

function anywhere(fact: ExpectationFact): readonly PlacedFact[] {
  return [{ where: "anywhere", fact }];
}
