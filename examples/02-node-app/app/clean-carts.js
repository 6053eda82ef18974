"use strict";
const { readFileSync, readdirSync, rmSync, statSync } = require("node:fs");

const { dataFolder } = JSON.parse(readFileSync(process.env.SHOP_CONFIG, "utf8"));
const week = 7 * 24 * 3600 * 1000;

for (const name of readdirSync(dataFolder)) {
  if (!name.startsWith("cart-")) continue;
  const path = `${dataFolder}/${name}`;
  if (Date.now() - statSync(path).mtimeMs > week) rmSync(path);
}
