"use strict";
const { mkdirSync, writeFileSync } = require("node:fs");

mkdirSync("dist", { recursive: true });
writeFileSync("dist/built.txt", "the first release\n");
