import type {
  AttributeSchema,
  NestedBlockSchema,
  PropertyAsk,
  PropertyPart,
  PropertySchema,
} from "../../../ir/kind.ts";
import { texts } from "../types.ts";

/** A name that belongs to the server: never one of the file. */
export const nameType = { type: { type: "name" } } as const;

/** `port` of a server. */
export function portAttribute(port: number): AttributeSchema {
  return {
    type: { type: "port" },
    late: true,
    doc: "The port on which it answers.",
    example: String(port + 1),
    default: { value: { is: "number", value: port }, reason: "every program tries it first" },
  };
}

/** `listen` of a server; `who` says who gets in when another machine uses it. */
export function listenAttribute(who: string): AttributeSchema {
  return {
    type: texts,
    doc: "The machine's own addresses on which it listens besides 127.0.0.1. With one that comes with the network, the server waits for it when the machine starts.",
    example: '["10.0.0.5"]',
    default: {
      describe: `none; all of them when another machine is given \`db.host\` or \`db.url\`, and then ${who}`,
      reason: "what nobody uses over the network should not be there",
    },
  };
}

/** `version` and `repository` of a server. */
export function versionAttributes(version: string, repository: string): Readonly<Record<string, AttributeSchema>> {
  return {
    version: {
      type: { type: "version" },
      doc: "The version, as its makers count them.",
      example: `"${version}"`,
      default: { describe: "the distribution's own", reason: "it gets security updates with everything else" },
    },
    repository: {
      type: { type: "ref", kinds: ["repository"] },
      doc: "Where another version than the distribution's comes from.",
      example: repository,
    },
  };
}

/** `settings { … }` of a server by its own names, which `pattern` describes. */
export function settingsBlock(file: string, example: string, pattern: RegExp, describe: string): NestedBlockSchema {
  return {
    doc: `Settings of ${file} by their own names.`,
    example: `settings { ${example} }`,
    attributes: {},
    map: { value: { type: "setting" }, key: { pattern, describe } },
  };
}

/** `name` of a nested block: its label. */
export function nameProperty(example: string, what: string): PropertySchema {
  return { doc: `The ${what}'s name.`, example, parts: (_ask, label) => [label] };
}

/** What is inside a server, and the block that takes it away: of data nobody loses any by deleting a line. */
export const stays = {
  database: { drop: { block: "drop-database", body: " { data = destroy }" } },
  user: { drop: { block: "drop-user", body: "" } },
  grant: {},
} as const satisfies Readonly<Record<string, NestedBlockSchema["stays"]>>;

/** `drop-database` and `drop-user`. */
export const dropBlocks: Readonly<Record<string, NestedBlockSchema>> = {
  "drop-database": {
    doc: "A database that is deleted with all its data.",
    example: "drop-database old_shop { data = destroy }",
    labelled: true,
    attributes: {
      data: {
        type: { type: "enum", values: ["destroy"] },
        required: true,
        doc: "What happens to what is in it; there is one answer, so that nobody drops a database by accident.",
        example: "destroy",
      },
    },
  },
  "drop-user": {
    doc: "A user who is deleted.",
    example: "drop-user anna",
    labelled: true,
    attributes: {},
  },
};

type Parts = readonly PropertyPart[] | { readonly lacks: string; readonly instead: string };

/** `SCHEME://USER:PASSWORD@HOST:PORT/DATABASE` of the database's owner, or what is missing for it. */
export function databaseUrl(scheme: string, ask: PropertyAsk, database: string): Parts {
  const users = ask.labels("user");
  const owner = ask.text(["database", database, "owner"]) ?? (users.length === 1 ? users[0] : undefined);
  if (owner === undefined)
    return {
      lacks: `the database \`${database}\` has no owner`,
      instead: `write \`owner = …\` in \`database ${database}\``,
    };
  if (!ask.says(["user", owner, "password"]))
    return {
      lacks: `the user \`${owner}\` has no password`,
      instead: `write \`secret ${owner}-password = generate(48)\` and \`user ${owner} { password = ${owner}-password }\``,
    };
  return [
    `${scheme}://${owner}:`,
    { part: "value", path: ["user", owner, "password"], encoding: "url" },
    "@",
    { part: "host" },
    ":",
    { part: "value", path: ["port"], encoding: "plain" },
    `/${database}`,
  ];
}

/** `db.url`: that of the first database. */
export function firstDatabaseUrl(scheme: string): PropertySchema {
  return {
    doc: `How an application gets into the first database as its owner: \`${scheme}://USER:PASSWORD@HOST:PORT/DATABASE\`. It holds the password, so it is a secret.`,
    example: "db.url",
    parts: (ask) => {
      const [first] = ask.labels("database");
      return first === undefined
        ? { lacks: "it has no database", instead: "write `database shop { owner = shop }`, with a `user shop`" }
        : databaseUrl(scheme, ask, first);
    },
  };
}

/** `db.database.shop.url`. */
export function oneDatabaseUrl(scheme: string): PropertySchema {
  return {
    doc: "How an application gets in as its owner: user, password, address and database.",
    example: "db.database.shop.url",
    parts: (ask, label) => databaseUrl(scheme, ask, label),
  };
}
