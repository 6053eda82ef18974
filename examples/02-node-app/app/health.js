"use strict";
const { get } = require("node:http");

get({ host: "127.0.0.1", port: process.env.PORT || 3000, path: "/health", timeout: 2000 }, (response) => {
  process.exit(response.statusCode === 200 ? 0 : 1);
}).on("error", () => process.exit(1));
