const { createServer } = require("node:http");
const { pool } = require("./database.js");

const server = createServer(async (request, response) => {
  try {
    const { rows } = await pool.query("SELECT count(*)::int AS bookings FROM bookings");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === "/health" ? { ok: true } : rows[0]));
  } catch (error) {
    console.error(error.message);
    response.statusCode = 503;
    response.end();
  }
});

server.listen(Number(process.env.PORT), () => console.log("The booking service answers."));
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => server.close(() => process.exit(0)));
