/**
 * Loaded in front of envc with `--require`: folders are listed backwards, the clock is a year ahead, and chance is none.
 * What is listed is noted in the file `ENVC_LISTED`, so that the check can tell that this had something to act on.
 */
"use strict";
const fs = require("node:fs");

const list = fs.readdirSync;
fs.readdirSync = (...given) => {
  fs.appendFileSync(process.env.ENVC_LISTED, `${given[0]}\n`);
  return list(...given).reverse();
};
const ahead = 365 * 24 * 3600 * 1000;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + ahead] : given));
  }
  static now() {
    return RealDate.now() + ahead;
  }
};
Math.random = () => 0;
