import type { AttributeSchema } from "../../ir/kind.ts";
import { groupRef, path, text, texts, textValue, userRef } from "./types.ts";

/** What every program of a spec has: what is run, as whom and where. `run` is an example of the command line. */
export function programAttributes(
  run: string,
): Readonly<Record<"run" | "user" | "group" | "directory", AttributeSchema>> {
  return {
    run: {
      type: texts,
      required: true,
      late: true,
      doc: "The program and its arguments, word by word; no shell reads them.",
      example: run,
    },
    user: { type: userRef, required: true, doc: "The user it runs as.", example: "shop" },
    group: {
      type: groupRef,
      doc: "The group it runs as.",
      example: "www-data",
      default: { describe: "the user's own group", reason: "that is what a login gets" },
    },
    directory: {
      type: path,
      doc: "The directory it runs in.",
      example: '"/srv/shop"',
      default: { value: textValue("/"), reason: "it is always there" },
    },
  };
}

/** `description` of a program. */
export function descriptionAttribute(doc: string, example: string): AttributeSchema {
  return {
    type: text,
    doc,
    example,
    default: {
      describe: "the first line of the comment above it, else its name",
      reason: "it is written there already",
    },
  };
}
