import type { LowerContext, Resource } from "../../../ir/model.ts";
import type { DirectoryOp, Op } from "../../../ir/ops.ts";
import { opId } from "../../../ir/op-id.ts";
import { deriveId, primaryGroupOf } from "../accounts.ts";
import { opBase } from "../op-base.ts";
import { readText } from "../read.ts";
import type { AppPlaces } from "./language.ts";

/** The folder of an app, with all its releases and what outlives them. */
export function baseOf(app: Resource): string {
  return `/srv/${app.name}`;
}

/** Where an app is, with the release that is put together in `release` (below `/srv/NAME`). */
export function placesOf(app: Resource, context: Pick<LowerContext, "named">, release: string): AppPlaces {
  const { name } = app;
  const user = readText(app, "user") ?? name;
  const declared = context.named("user", user);
  const base = baseOf(app);
  return {
    name,
    user,
    group: primaryGroupOf(user, context),
    home: (declared === undefined ? undefined : readText(declared, "home")) ?? `/var/lib/${user}`,
    base,
    current: `${base}/current`,
    release: `${base}/${release}`,
  };
}

/** The user that is made for an app, with its group and its home; none when the app names one. A block of the author's counts instead. */
export function accountOps(app: Resource, places: AppPlaces): readonly Op[] {
  if (readText(app, "user") !== undefined) return [];
  const { user: name, home } = places;
  const id = deriveId(name, true);
  return [
    {
      ...opBase(app, `Create the group ${name}`),
      op: "group",
      id: opId("group", name),
      name,
      gid: id,
      system: true,
      ensure: "present",
      givesWay: true,
    },
    {
      ...opBase(app, `Create the user ${name}`),
      op: "user",
      id: opId("user", name),
      name,
      uid: id,
      group: name,
      groups: [],
      comment: "",
      home,
      createHome: true,
      homeMode: "0750",
      shell: "/usr/sbin/nologin",
      system: true,
      locked: true,
      passwordSecret: undefined,
      ensure: "present",
      givesWay: true,
    },
  ];
}

/** A folder of an app. */
export function directoryOp(
  app: Resource,
  path: string,
  owner: Pick<AppPlaces, "user" | "group">,
  mode = "0755",
): DirectoryOp {
  return {
    ...opBase(app, `Create the directory ${path}`),
    op: "directory",
    id: opId("directory", path),
    path,
    owner: owner.user,
    group: owner.group,
    mode,
    implied: false,
    recursive: undefined,
    givesWay: true,
  };
}

/** Whom what nobody but root may change belongs to. */
export const root: Pick<AppPlaces, "user" | "group"> = { user: "root", group: "root" };
