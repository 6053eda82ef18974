/** Where a file of the machine comes from in a container: from the image, or from what starts the container. */
import type { FileOp } from "../../ir/ops.ts";
import type { Hole } from "../../ir/text.ts";
import { engineFiles } from "./base-images.ts";
import { holeValue } from "./context.ts";
import type { MachineContext } from "./context.ts";

/** The place of one file. */
export type FilePlace =
  | { readonly place: "image" }
  /** Nothing but one secret: a Compose secret mounted there. */
  | { readonly place: "secret"; readonly secret: string }
  /** Text around secrets or around values of a host: a Compose config, filled in when the container starts. */
  | { readonly place: "config"; readonly why: "secret" | "host" }
  /** The engine puts its own file there. */
  | { readonly place: "engine"; readonly instead: string }
  /** A value that would have to be encoded when the container starts, which Compose cannot. */
  | { readonly place: "refused"; readonly hole: Hole; readonly why: "secret" | "host" };

/** Decides the place of a file. */
export function placeFile(op: FileOp, context: MachineContext): FilePlace {
  const instead = engineFiles[op.path];
  if (instead !== undefined) return { place: "engine", instead };
  if (op.content.from === "bytes") return { place: "image" };
  const text = op.content.text;
  const [only] = text;
  if (text.length === 1 && typeof only === "object" && only.hole === "secret" && only.encoding === "plain")
    return { place: "secret", secret: only.name };
  let open: "secret" | "host" | undefined;
  for (const part of text) {
    if (typeof part === "string") continue;
    const value = holeValue(context, part);
    if (value.known) continue;
    if (part.encoding !== "plain") return { place: "refused", hole: part, why: value.why };
    if (open !== "secret") open = value.why;
  }
  return open === undefined ? { place: "image" } : { place: "config", why: open };
}
