"use strict";
const { createServer } = require("node:http");
const { text } = require("node:stream/consumers");
const { Pool } = require("pg");

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
// A database that restarts ends connections that wait for work: the pool makes new ones.
pool.on("error", (error) => console.error(error.message));

async function answer(request) {
  if (request.url === "/health") {
    await pool.query("SELECT 1");
    return { status: 200, body: "ok\n" };
  }
  if (request.method === "POST") {
    await pool.query("INSERT INTO notes (text) VALUES ($1)", [(await text(request)).slice(0, 1000)]);
    return { status: 201, body: "noted\n" };
  }
  const { rows } = await pool.query("SELECT text FROM notes ORDER BY id");
  return { status: 200, body: JSON.stringify(rows.map((row) => row.text)) + "\n" };
}

async function respond(request, response) {
  let answered;
  try {
    answered = await answer(request);
  } catch (error) {
    console.error(error.message);
    answered = { status: 503, body: "Try again in a moment.\n" };
  }
  response.writeHead(answered.status, { "content-type": "text/plain; charset=utf-8", "x-served-by": request.socket.localAddress });
  response.end(answered.body);
}

const server = createServer((request, response) => void respond(request, response));

server.listen(Number(process.env.PORT), process.env.HOST);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
