import * as fc from "fast-check";
import nasty from "../data/nasty-strings.json" with { type: "json" };
import { yamlList, yamlMap, yamlText } from "../../src/backends/shared/yaml.ts";
import type { YamlNode } from "../../src/backends/shared/yaml.ts";

/** The conformance corpus: strings that broke some tool once. */
export const nastyStrings: readonly string[] = [...Object.values(nasty), "x".repeat(5000), "word ".repeat(1000)];

// NUL cannot be written in YAML at all; such content is kept in files.
const withoutNul = (text: string): string => text.replaceAll("\u0000", "");

/** Texts of every kind that a YAML file can carry, with a bias to what readers take for something else. */
export const yamlStrings: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nastyStrings),
  fc.string({ unit: "binary", maxLength: 60 }).map(withoutNul),
  fc.string({
    unit: fc.constantFrom(...Array.from(` \n\t:#-'"{}[]!&*|>%@\\?,=~.0123eExXoyYnN_/+a\u0085\u2028\ufeff\u007f`)),
    maxLength: 40,
  }),
  fc
    .array(
      fc.constantFrom(
        "yes",
        "No",
        "null",
        "~",
        ".inf",
        "0o7",
        "1_0",
        "1:30",
        "a: b",
        "- x",
        "#",
        "line",
        "",
        " ",
        "\t",
      ),
    )
    .map((lines) => lines.join("\n")),
  fc.tuple(fc.constantFrom(...nastyStrings), fc.constantFrom(...nastyStrings)).map(([a, b]) => `${a}${b}`),
);

/** A tree with the text at every place where a text can stand. */
export function treeWith(text: string): YamlNode {
  return yamlMap([
    ["value", text],
    ["quoted", yamlText(text, { quoted: true })],
    ["commented", yamlText(text, { comment: text, blankBefore: true })],
    ["items", [text, [text], yamlMap([["deep", yamlMap([["deeper", yamlList([text, text])]])]])]],
    ["keys", yamlMap([[text, text]])],
    ["last", text],
  ]);
}
