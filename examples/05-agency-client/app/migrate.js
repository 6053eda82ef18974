// Brings the tables to the newest version; with --is-done it only says whether they are.
const { pool } = require("./database.js");

const steps = ["CREATE TABLE bookings (id serial PRIMARY KEY, hotel text NOT NULL, guest text NOT NULL, night date NOT NULL)"];

async function main() {
  const known = await askWhenItAnswers("SELECT to_regclass('schema_version') IS NOT NULL AS here");
  const done = known.rows[0].here ? (await pool.query("SELECT count(*)::int AS n FROM schema_version")).rows[0].n : 0;
  if (process.argv.includes("--is-done")) return done === steps.length ? 0 : 1;
  await pool.query("CREATE TABLE IF NOT EXISTS schema_version (step int PRIMARY KEY)");
  for (let step = done; step < steps.length; step += 1) {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      await client.query(steps[step]);
      await client.query("INSERT INTO schema_version VALUES ($1)", [step]);
      await client.query("COMMIT");
    } finally {
      client.release();
    }
  }
  return 0;
}

/** On the laptop everything starts at the same time, and the database needs a while. */
async function askWhenItAnswers(question) {
  for (let left = 30; ; left -= 1) {
    try {
      return await pool.query(question);
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.message);
    process.exit(2);
  },
);
