import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { NestedBlock, Resource } from "../../../ir/model.ts";
import { nearestName } from "../../../text/edit-distance.ts";
import { databaseName } from "./names.ts";
import { attributeIn, blocksOf, labelsOf, textIn } from "./read-blocks.ts";

/** What a server brings along under names of its own, which a description would take its rights from. */
export interface ServerNames {
  readonly product: string;
  readonly user: RegExp;
  readonly database: RegExp;
}

/**
 * Reports what is wrong with the users, databases and grants of a server: names that it would refuse or that are its
 * own, names of what is not there, and what is to be there and to be dropped.
 */
export function checkContents(resource: Resource, own: ServerNames): readonly Diagnostic[] {
  return [
    ...checkNames(resource, ["user", "database", "drop-user", "drop-database"]),
    ...checkServerNames(resource, own),
    ...blocksOf(resource, "database").flatMap((block) => checkNamed(resource, block, "owner", "user")),
    ...blocksOf(resource, "grant").flatMap((block) => [
      ...checkNamed(resource, block, "to", "user"),
      ...checkNamed(resource, block, "database", "database"),
    ]),
    ...checkDropped(resource, "database"),
    ...checkDropped(resource, "user"),
  ];
}

/** Reports users and databases, also those to be dropped, that are the server's own. */
function checkServerNames(resource: Resource, own: ServerNames): readonly Diagnostic[] {
  return (["user", "database"] as const).flatMap((what) =>
    [what, `drop-${what}`].flatMap((kind) =>
      blocksOf(resource, kind).flatMap(({ label = "", span }) =>
        own[what].test(label) ? [diagnose("E0469", { name: label, what, product: own.product }, span)] : [],
      ),
    ),
  );
}

/** Reports labels of nested blocks that are no name for a database or a user. */
function checkNames(resource: Resource, blocks: readonly string[]): readonly Diagnostic[] {
  return blocks.flatMap((kind) =>
    blocksOf(resource, kind).flatMap((block) =>
      block.label === undefined || databaseName.pattern.test(block.label)
        ? []
        : [
            diagnose(
              "E0211",
              { label: block.label, kind, describe: databaseName.describe, example: databaseName.example },
              block.span,
            ),
          ],
    ),
  );
}

/** Reports an attribute of a nested block that names a user or a database which the server does not have. */
function checkNamed(
  resource: Resource,
  block: NestedBlock,
  attribute: string,
  wanted: "user" | "database",
): readonly Diagnostic[] {
  const name = textIn(block, attribute);
  const known = labelsOf(resource, wanted);
  if (name === undefined || known.includes(name)) return [];
  const near = nearestName(name, known);
  const span = attributeIn(block, attribute)?.span ?? block.span;
  return [
    diagnose(
      "E0473",
      {
        server: resource.name,
        wanted,
        name,
        known: known.length === 0 ? "none" : known.map((one) => `\`${one}\``).join(", "),
      },
      span,
      near === undefined ? {} : { label: `did you mean \`${near}\`?` },
    ),
  ];
}

/** Reports a name that is to be there and to be dropped. */
function checkDropped(resource: Resource, wanted: "user" | "database"): readonly Diagnostic[] {
  const kept = new Set(labelsOf(resource, wanted));
  return blocksOf(resource, `drop-${wanted}`).flatMap((block) =>
    block.label !== undefined && kept.has(block.label)
      ? [diagnose("E0475", { what: `the ${wanted} \`${block.label}\``, block: `drop-${wanted}` }, block.span)]
      : [],
  );
}
