// Node.js of Debian finds the package `node-pg` by itself.
const { readFileSync } = require("node:fs");
const { Pool } = require("pg");

const config = JSON.parse(readFileSync(process.env.BOOKING_CONFIG ?? "/etc/booking/config.json", "utf8"));

exports.pool = new Pool({ connectionString: config.database });
