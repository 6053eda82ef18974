/** Writes `grammar/envspec.tmLanguage.json`. Run it after a change of the reserved words or the units. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { renderTextmate } from "./textmate.ts";

writeFileSync(fileURLToPath(new URL("../grammar/envspec.tmLanguage.json", import.meta.url)), renderTextmate());
