import type { Kind } from "../../ir/kind.ts";

/** Small complete files, run as tests. */
export const examples: Kind["examples"] = [
  {
    title: "a database and the program that uses it",
    source: `envspec 1

os = "debian-12"

secret db-password = generate(48)

postgres db {
  user shop { password = db-password }
  database shop { owner = shop, extensions = [pg_trgm] }
  settings { shared_buffers = 256MB, log_min_duration_statement = 500 }
  backup { keep = 30 }
}

package nodejs

process api {
  run = ["/usr/bin/node", "/srv/shop/server.js"]
  user = nobody
  env { DATABASE_URL = db.url }
}
`,
  },
  {
    title: "a machine of its own, and somebody who may only read",
    source: `envspec 1

machine web { os = "debian-12" }
machine data { os = "debian-12" }

secret [db-password, reader-password] = generate(48)

postgres db {
  machine = data
  user shop { password = db-password }
  user reader { password = reader-password }
  database shop { owner = shop }
  grant reports { to = reader, database = shop, privileges = [connect, select] }
}

process api {
  machine = web
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  env { DATABASE_URL = db.url }
}

environment prod {
  host web-1 { machine = web, address = "10.0.0.11" }
  host data-1 { machine = data, address = "10.0.0.21" }
}
`,
  },
];
