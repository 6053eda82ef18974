import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

const example = 'debconf nullmailer { answer "nullmailer/relayhost" { value = "mail.example.com" } }';

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("debconf nullmailer"),
  ...wordsFor(["question", "selection", "setting", "value", "vtype", "type", "answers", "selections"], {
    help: 'write a block for each question: `answer "nullmailer/relayhost" { value = "mail.example.com" }`',
  }),
  ...wordsFor(["package", "owner"], { help: "take the line away: the package stands behind the kind" }),
  ...wordsFor(["unseen", "seen"], { help: "take the line away: nobody is asked while a machine is set up" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["debconf-selections", "debconf-set-selections", "preseed", "apt-preseed", "responsefile", "dpkg-answers"],
  { help: `write \`${example}\``, same: "debconf" },
);
