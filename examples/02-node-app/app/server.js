"use strict";
const { createServer } = require("node:http");
const { readFileSync, writeFileSync } = require("node:fs");

const config = JSON.parse(readFileSync(process.env.SHOP_CONFIG, "utf8"));
const started = Date.now();

createServer((request, response) => {
  if (request.url === "/health") {
    writeFileSync(`${config.dataFolder}/last-check`, String(started));
    response.end("ok\n");
    return;
  }
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.end("Welcome to the shop.\n");
}).listen(Number(process.env.PORT), () => {
  console.log(`listening on ${process.env.PORT} (${config.logLevel})`);
});
