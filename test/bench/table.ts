/** A gate of the quality figures: the number, what it must not exceed, and where we are going. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: "×" | "s" | "MiB" | "files" | "%";
  readonly gate?: number;
  readonly goal?: number;
  readonly note?: string;
}

/** Prints a title and rows; a gate that is missed says so. Returns the rows that missed theirs. */
export function printRows(title: string, rows: readonly Row[]): readonly Row[] {
  console.log(`\n${title}`);
  const width = Math.max(...rows.map((row) => row.what.length));
  for (const row of rows) {
    const value = formatValue(row).padStart(12);
    const limits = [
      row.gate === undefined ? "" : `gate ${row.gate}${row.unit}`,
      row.goal === undefined ? "" : `goal ${row.goal}${row.unit}`,
    ].filter((part) => part !== "");
    console.log(
      `  ${row.what.padEnd(width)} ${value}   ${limits.join(", ").padEnd(24)} ${verdict(row)} ${row.note ?? ""}`.trimEnd(),
    );
  }
  return rows.filter((row) => row.gate !== undefined && row.value > row.gate);
}

function formatValue({ value, unit }: Row): string {
  const digits = { "×": 2, s: 3, MiB: 0, files: 0, "%": 1 }[unit];
  return `${value.toFixed(digits)} ${unit}`;
}

function verdict({ value, gate, goal }: Row): string {
  if (gate === undefined) return "";
  if (value > gate) return "MISSED";
  return goal === undefined || value <= goal ? "good" : "ok";
}
