import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { GroupOp, Op, UserOp } from "../../ir/ops.ts";
import { baseCommentOf, baseGroups, baseUsers } from "../../ir/os/base-users.ts";
import { knownText } from "../../ir/read-value.ts";
import { groupName, uidOf } from "../shared/accounts.ts";
import { opBase } from "../shared/op-base.ts";
import { isWritten, readBool, readList, readNumber, readText, readValue } from "../shared/read.ts";
import { lowerLogin } from "./login.ts";

/** The user, the user's own group when nothing else declares it, the SSH keys and the sudo rule. */
export function lowerUser(resource: Resource, context: LowerContext): readonly Op[] {
  const user = userOp(resource, context);
  if (resource.absent) return [user, ...lowerLogin(resource, user)];
  const own = ownGroup(resource, user, context);
  return [...(own === undefined ? [] : [own]), user, ...lowerLogin(resource, user)];
}

function userOp(resource: Resource, context: LowerContext): UserOp {
  const name = resource.name;
  const base = baseUsers.get(name);
  const system = readBool(resource, "system") === true;
  const home = readText(resource, "home") ?? base?.home ?? (system ? "/nonexistent" : `/home/${name}`);
  const password = readValue(resource, "password");
  return {
    ...opBase(resource, `${resource.absent ? "Remove" : "Create"} the user ${name}`, {
      uid: "uid",
      group: "group",
      comment: "comment",
      home: "home",
      "create-home": "createHome",
      "home-mode": "homeMode",
      shell: "shell",
      system: "system",
    }),
    op: "user",
    id: opId("user", name),
    name,
    uid: resource.absent ? undefined : uidOf(resource),
    group: groupName(resource, "group", context) ?? base?.group ?? name,
    groups: groupsOf(resource, context),
    comment: readText(resource, "comment") ?? baseCommentOf(name),
    home,
    createHome: readBool(resource, "create-home") ?? (base === undefined && (!system || isWritten(resource, "home"))),
    homeMode: homeModeOf(resource, home, context),
    shell: readText(resource, "shell") ?? base?.shell ?? (system ? "/usr/sbin/nologin" : "/bin/bash"),
    system,
    locked: password?.is !== "secret",
    passwordSecret: password?.is === "secret" ? password.name : undefined,
    ensure: resource.absent ? "absent" : "present",
  };
}

function groupsOf(resource: Resource, context: LowerContext): readonly string[] {
  const names = readList(resource, "groups").flatMap((item) => {
    if (item.is === "ref" && item.kind === "user" && context.named("group", item.name) === undefined) {
      const member = context.named("user", item.name);
      return (member === undefined ? undefined : groupName(member, "group", context)) ?? item.name;
    }
    return knownText(item) ?? [];
  });
  return [...new Set(names)].sort();
}

/** A directory block for the home says its mode too; what is not written on the user follows it, so the two never fight. */
function homeModeOf(resource: Resource, home: string, context: LowerContext): string {
  const written = readText(resource, "home-mode");
  if (written !== undefined) return written;
  const directory = context.named("directory", home);
  if (directory !== undefined && !directory.absent) return readText(directory, "mode") ?? "0755";
  return home === "/root" ? "0700" : "0750";
}

/** The group with the user's name, unless it is declared, comes with the system, or another group was named. */
function ownGroup(resource: Resource, user: UserOp, context: LowerContext): GroupOp | undefined {
  const name = resource.name;
  if (user.group !== name || context.named("group", name) !== undefined || baseGroups.has(name)) return undefined;
  return {
    ...opBase(resource, `Create the group ${name}`, readNumber(resource, "uid") === undefined ? {} : { uid: "gid" }),
    op: "group",
    id: opId("group", name),
    name,
    gid: user.uid,
    system: user.system,
    ensure: "present",
  };
}
