import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, triggerWords, wordsFor } from "../shared/foreign-words.ts";

const example = 'ca-certificate company { source = file("./company-ca.crt") }';

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("ca-certificate company"),
  ...triggerWords,
  ...wordsFor(["src", "content", "pem", "cert", "certificate", "text"], {
    help: 'write `source = file("./company-ca.crt")`',
    same: "source",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["ca-certs", "ca-cert", "ca-certificates", "trusted-certificate", "trusted-ca", "truststore"],
  { help: `write \`${example}\``, same: "ca-certificate" },
);
