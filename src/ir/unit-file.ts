import { type Text, joinTexts, literalText } from "./text.ts";

/** One line of a unit file; the value is already encoded. */
export interface UnitLine {
  readonly key: string;
  readonly value: Text | string;
}

/** A section of a unit file. */
export interface UnitSection {
  readonly name: "Unit" | "Service" | "Timer" | "Install";
  readonly lines: readonly UnitLine[];
}

/** A unit file as text (systemd.syntax(7)): sections with a blank line between, one `Key=value` per line. */
export function printUnit(sections: readonly UnitSection[]): Text {
  return joinTexts(
    ...sections.flatMap((section, index) => [
      literalText(`${index === 0 ? "" : "\n"}[${section.name}]\n`),
      ...section.lines.flatMap((line) => [
        literalText(`${line.key}=`),
        typeof line.value === "string" ? literalText(line.value) : line.value,
        literalText("\n"),
      ]),
    ]),
  );
}
