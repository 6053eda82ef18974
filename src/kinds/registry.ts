import type { Kind, KindRegistry } from "../ir/kind.ts";
import { command } from "./command/kind.ts";
import { directory } from "./directory/kind.ts";
import { environment } from "./environment/kind.ts";
import { file } from "./file/kind.ts";
import { group } from "./group/kind.ts";
import { host } from "./host/kind.ts";
import { link } from "./link/kind.ts";
import { machine } from "./machine/kind.ts";
import { packageKind } from "./package/kind.ts";
import { process } from "./process/kind.ts";
import { raw } from "./raw/kind.ts";
import { repository } from "./repository/kind.ts";
import { schedule } from "./schedule/kind.ts";
import { service } from "./service/kind.ts";
import { sysctl } from "./sysctl/kind.ts";
import { user } from "./user/kind.ts";
import { values } from "./values/kind.ts";

const all: readonly Kind[] = [
  machine,
  host,
  environment,
  packageKind,
  repository,
  group,
  user,
  file,
  directory,
  link,
  service,
  process,
  schedule,
  sysctl,
  command,
  values,
  raw,
];

/** Every kind of the vocabulary, by name; one folder each. */
export const kinds: KindRegistry = new Map(all.map((kind) => [kind.name, kind]));
