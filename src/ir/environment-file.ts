import type { EnvironmentVariable } from "./environment-variable.ts";
import { encodeText } from "./systemd-words.ts";
import { type Text, joinTexts, literalText } from "./text.ts";

/**
 * An EnvironmentFile (systemd.exec(5)): `KEY="value"` per line, line ends kept inside the quotes, `%` literal. The
 * value never continues a line by accident: a backslash is always escaped.
 */
export function printEnvironmentFile(variables: readonly EnvironmentVariable[]): Text {
  return joinTexts(
    ...variables.flatMap((variable) => [
      literalText(`${variable.name}="`),
      encodeText(variable.value, "env-file"),
      literalText('"\n'),
    ]),
  );
}
