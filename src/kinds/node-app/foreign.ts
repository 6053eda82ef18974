import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["nodejs-app", "node", "nodejs", "pm2-app", "express", "nextjs", "next-app", "web-app", "javascript-app"],
  {
    help: 'write `node-app shop { source = "./app", port = 3000 }`: it brings Node.js, the user, the releases and the service',
  },
);
