import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { knownText } from "../../ir/read-value.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import { installPackage, runCommand } from "../shared/build-ops.ts";

/** The name of the command that gives the answers. */
export function debconfCommand(name: string): string {
  return `debconf-${name.replace(":", "-")}`;
}

/**
 * The command, and the package, which waits for it. An answer counts only while the package is not there: once it is, its
 * own files say more (debconf-devel(7), "config script"). The answers are in the environment, because they may be secret.
 */
export function lowerDebconf(resource: Resource, context: LowerContext): readonly Op[] {
  const { name } = resource;
  const lines = (resource.blocks["answer"] ?? []).flatMap((block, index) => [
    literalText(index === 0 ? "" : "\n"),
    literalText(`${name} ${block.label ?? ""} ${knownText(block.attributes["type"]?.value) ?? "string"} `),
    context.text(block.attributes["value"]?.value) ?? [],
  ]);
  const answer = runCommand(
    resource,
    debconfCommand(name),
    `Answer the questions of ${name}`,
    literalText(`printf '%s\\n' "$DEBCONF_ANSWERS" | debconf-set-selections`),
    {
      unless: literalText(
        `dpkg-query --show --showformat='\${db:Status-Status}' ${name} 2>/dev/null | grep -qx installed`,
      ),
      environment: [{ name: "DEBCONF_ANSWERS", value: joinTexts(...lines) }],
    },
  );
  return [
    { ...answer, ...(resource.doc === undefined ? {} : { doc: resource.doc }) },
    { ...installPackage(resource, name), after: [answer.id] },
  ];
}
