/** What reviewers look for in a cloud-config file. */
import { isRecord, listOf, textOf, type Data } from "./ansible-project.ts";
import type { OwnRule } from "./own-rule.ts";

/** A cloud-config file, read back. */
export interface WrittenCloudConfig {
  readonly text: string;
  readonly document: Data;
}

/** What a provider takes at the least as it is: 16 KiB (AWS, documented for user data). */
const smallest = 16 * 1024;

/** Owners that every image has before cloud-init makes users. */
const early = /^(?:root|\d+)(?::(?:root|\d+))?$/;

export const cloudInitRules: readonly OwnRule<WrittenCloudConfig>[] = [
  {
    tool: "a file says in its README what takes it when it is large",
    points: [46],
    // The README of the output names the providers; here only what none of them would take.
    check: ({ text }) => (text.length > 8 * smallest ? [`${text.length} bytes`] : []),
  },
  {
    tool: "a file's owner is there when it is written",
    points: [49],
    check: ({ document }) =>
      listOf(document["write_files"])
        .filter((file) => file["owner"] !== undefined && file["defer"] !== true && !early.test(textOf(file["owner"])))
        .map((file) => `${textOf(file["path"])} belongs to ${textOf(file["owner"])}, who may not be there`),
  },
  {
    tool: "texts where texts are wanted",
    points: [50],
    check: ({ document }) => [
      ...["runcmd", "bootcmd"].flatMap((key) =>
        (Array.isArray(document[key]) ? document[key] : [])
          .filter(
            (item) =>
              !(typeof item === "string" || (Array.isArray(item) && item.every((word) => typeof word === "string"))),
          )
          .map((item) => `${key}: ${JSON.stringify(item)}`),
      ),
      ...listOf(document["write_files"])
        .filter(({ content, permissions }) => typeof content !== "string" || !/^0[0-7]{3}$/.test(String(permissions)))
        .map(({ path }) => `${String(path)}: content or permissions are no text`),
    ],
  },
  {
    tool: "one part, and no template",
    points: [51],
    check: ({ text, document }) => [
      ...(text.startsWith("#cloud-config\n") ? [] : ["does not begin with #cloud-config"]),
      ...(/^## template: jinja/m.test(text) ? ["is read as a template"] : []),
      ...(document["merge_how"] === undefined ? [] : ["is merged with others"]),
    ],
  },
  {
    tool: "scripts stop at the first failure, in a known surrounding",
    points: [52],
    check: ({ document }) =>
      listOf(document["write_files"]).flatMap(({ path, content }) => {
        if (typeof content !== "string" || !/^\/var\/lib\/provision\/\w+\.sh$/.test(String(path))) return [];
        if (!content.startsWith("#!/bin/sh")) return [];
        return [
          ...(/^set -[a-z]*e?u|^set -eu/m.test(content) ? [] : [`${String(path)}: no set -u`]),
          ...(String(path).endsWith("/provision.sh") && !/^set -eu/m.test(content)
            ? [`${String(path)}: no set -e`]
            : []),
          ...(String(path).endsWith("/provision.sh") && !/\bHOME=/.test(content) ? [`${String(path)}: no HOME`] : []),
        ];
      }),
  },
  {
    tool: "users are decided, and passwords are not for logging in",
    points: [56],
    check: ({ document }) => [
      ...(Array.isArray(document["users"]) ? [] : ["does not say which users cloud-init makes"]),
      ...(document["ssh_pwauth"] === false ? [] : ["does not turn passwords over SSH off"]),
      ...(isRecord(document["chpasswd"]) ? ["sets passwords"] : []),
    ],
  },
];
