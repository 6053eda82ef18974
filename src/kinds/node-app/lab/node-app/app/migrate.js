"use strict";
const { appendFileSync } = require("node:fs");

// It has what the program has: the variables, and the folders that outlive a release.
if (process.env.TEXT === undefined) process.exit(1);
appendFileSync("uploads/migrated", "the first release\n");
