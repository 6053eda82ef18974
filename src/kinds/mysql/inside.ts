import type { LowerContext, Machine, NestedBlock, Resource } from "../../ir/model.ts";
import type { EnvironmentVariable } from "../../ir/environment-variable.ts";
import type { ExecOp, OpId } from "../../ir/ops.ts";
import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import { machinesThatUse } from "../../ir/used-from.ts";
import { runCommand } from "../shared/build-ops.ts";
import { forEveryHost } from "../shared/every-host.ts";
import { attributeIn, blocksOf, labelsOf, textIn, textsIn } from "../shared/databases/read-blocks.ts";
import * as sql from "./sql.ts";

/**
 * From where a user may come: the machine itself, by name and by number, and the hosts of machines that use the server.
 * Containers have no addresses that anybody knows before.
 */
function hostsOf(users: readonly Machine[], clients: Text, form: LowerContext["form"]): sql.HostWords {
  const own = ["localhost", "127.0.0.1"];
  if (form === "container") return users.length > 0 ? [...own, "%"] : own;
  return clients.length > 0 ? [...own, `$${sql.clientsVariable}`] : own;
}

/** The addresses of all hosts of these machines, with spaces between them. */
function addressesOf(machines: readonly Machine[]): Text {
  const texts = machines.map((machine) => forEveryHost(machine, undefined, " ", (address) => [address]));
  const known = texts.filter((text) => text.length > 0);
  return joinTexts(...known.flatMap((text, index) => (index === 0 ? [text] : [[" "], text])));
}

/** Users, databases and rights, in the order in which they need each other. */
export function insideOps(resource: Resource, context: LowerContext, server: OpId): readonly ExecOp[] {
  const machines = machinesThatUse(resource, context.model);
  const clients = context.form === "container" ? [] : addressesOf(machines);
  const hosts = hostsOf(machines, clients, context.form);
  const knowing = clients.length === 0 ? [] : [{ name: sql.clientsVariable, value: clients }];
  const ask = (
    parts: readonly string[],
    title: string,
    run: string,
    unless: string,
    more: { readonly environment?: readonly EnvironmentVariable[]; readonly after?: readonly OpId[] } = {},
  ): ExecOp =>
    runCommand(resource, [resource.name, ...parts].join("-"), title, literalText(run), {
      unless: literalText(unless),
      environment: more.environment ?? [],
      after: [server, ...(more.after ?? [])],
    });
  const users = blocksOf(resource, "user").flatMap((block) => {
    const user = block.label ?? "";
    const password = context.text(attributeIn(block, "password")?.value);
    const own = password === undefined ? ["localhost"] : hosts;
    const known = password === undefined ? [] : knowing;
    const made = ask(
      ["user", user],
      `Create the MariaDB user ${user}`,
      sql.makeUser(user, own, password !== undefined),
      sql.userIsSo(user, own),
      { environment: known },
    );
    if (password === undefined) return [made];
    const environment = [...known, { name: "NEW_PASSWORD", value: password }];
    const set = ask(
      ["password", user],
      `Set the password of the MariaDB user ${user}`,
      sql.setPassword(user, own),
      sql.hasPassword(user),
      { environment, after: [made.id] },
    );
    return [made, set];
  });
  const databases = blocksOf(resource, "database").map((block) => {
    const wanted = wantedDatabase(block);
    return ask(
      ["database", wanted.name],
      `Create the MariaDB database ${wanted.name}`,
      sql.runs(...sql.makeDatabase(wanted)),
      sql.asks(...sql.databaseIsSo(wanted)),
    );
  });
  const before = [...users, ...databases].map((op) => op.id);
  const grants = grantsOf(resource, hosts).map(({ id, grant }) =>
    ask(
      ["grant", ...id],
      `Give the MariaDB user ${grant.user} its rights in ${grant.database}`,
      sql.giveGrant(grant),
      sql.grantIsSo(grant),
      { environment: grant.hosts === hosts ? knowing : [], after: before },
    ),
  );
  const droppedDatabases = labelsOf(resource, "drop-database").map((name) =>
    ask(
      ["drop-database", name],
      `Drop the MariaDB database ${name}`,
      sql.runs(`DROP DATABASE IF EXISTS ${sql.identifier(name)};`),
      sql.asks(`SELECT COUNT(*) = 0 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${sql.literal(name)};`),
    ),
  );
  const droppedUsers = labelsOf(resource, "drop-user").map((name) =>
    ask(
      ["drop-user", name],
      `Drop the MariaDB user ${name}`,
      [
        "mariadb -NB <<'SQL' | mariadb",
        "SELECT CONCAT('DROP USER ', QUOTE(User), '@', QUOTE(Host), ';') FROM mysql.user",
        `  WHERE User = ${sql.literal(name)};`,
        "SQL",
        "",
      ].join("\n"),
      sql.asks(`SELECT COUNT(*) = 0 FROM mysql.user WHERE User = ${sql.literal(name)};`),
    ),
  );
  return [...users, ...databases, ...grants, ...droppedDatabases, ...droppedUsers];
}

/** A `database` block with its defaults filled in. */
export function wantedDatabase(block: NestedBlock): sql.WantedDatabase {
  const charset = textIn(block, "charset") ?? "utf8mb4";
  return {
    name: block.label ?? "",
    charset,
    collation: textIn(block, "collation") ?? `${charset}_unicode_ci`,
  };
}

/** Who may do everything in a database: who it says, else the only user of the block. */
export function ownerOf(block: NestedBlock | undefined, resource: Resource): string | undefined {
  const users = labelsOf(resource, "user");
  return textIn(block, "owner") ?? (users.length === 1 ? users[0] : undefined);
}

/** The rights that follow from owners and from `grant` blocks, each with the words that name its command. */
export function grantsOf(
  resource: Resource,
  hosts: sql.HostWords,
): readonly { readonly id: readonly string[]; readonly grant: sql.Grant }[] {
  const hostsOfUser = (user: string): sql.HostWords => {
    const block = blocksOf(resource, "user").find((one) => one.label === user);
    return attributeIn(block, "password") === undefined ? ["localhost"] : hosts;
  };
  const owners = blocksOf(resource, "database").flatMap((block) => {
    const user = ownerOf(block, resource);
    const database = block.label ?? "";
    if (user === undefined) return [];
    return [
      { id: ["owner", database], grant: { user, hosts: hostsOfUser(user), database, privileges: sql.allPrivileges } },
    ];
  });
  const written = blocksOf(resource, "grant").map((block) => {
    const user = textIn(block, "to") ?? "";
    const database = textIn(block, "database") ?? labelsOf(resource, "database")[0] ?? "";
    const wanted = new Set(textsIn(block, "privileges"));
    const privileges = sql.allPrivileges.filter((one) => wanted.has(one));
    return { id: [block.label ?? ""], grant: { user, hosts: hostsOfUser(user), database, privileges } };
  });
  return [...owners, ...written];
}
