"use strict";
const { existsSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { createServer } = require("node:http");
const greet = require("greeting");

const built = readFileSync("dist/built.txt", "utf8").trim();

createServer((request, response) => {
  if (request.url === "/health") {
    response.end("ok\n");
    return;
  }
  // It may write there, and nothing stays, for a machine is looked at again after a restart.
  writeFileSync("uploads/picture", "a picture");
  rmSync("uploads/picture");
  const seen = {
    greeting: greet("visitor"),
    built,
    environment: process.env.NODE_ENV,
    text: process.env.TEXT,
    place: process.cwd().startsWith("/srv/shop/"),
    migrated: existsSync("uploads/migrated"),
    picture: !existsSync("uploads/picture"),
    root: process.getuid() === 0,
  };
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(seen));
}).listen(Number(process.env.PORT));
