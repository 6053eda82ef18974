"use strict";
const { writeFileSync } = require("node:fs");

setInterval(() => writeFileSync(`uploads/queue-${process.env.QUEUE}-${process.env.TEXT.length}`, "at work\n"), 500);
