import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { oneMachineSpec } from "./generate.ts";
import { measureInTurn, runOnce } from "./measure.ts";
import type { Row } from "./table.ts";

/** Start-up against an empty Node program, in pairs. */
export function benchStartup(envc: string, folder: string, rounds: number): readonly Row[] {
  const spec = join(folder, "one.envspec");
  writeFileSync(spec, oneMachineSpec());
  const node = process.execPath;
  const [floor = 1, version = 0, check = 0, help = 0] = measureInTurn(
    [
      () => runOnce(node, ["-e", "0"]),
      () => runOnce(node, [envc, "--version"]),
      () => runOnce(node, [envc, "check", spec]),
      () => runOnce(node, [envc, "--help"]),
    ],
    rounds,
  );
  return [
    { what: "node -e 0", value: floor, unit: "s" },
    { what: "envc --version / node -e 0", value: version / floor, unit: "×", gate: 1.4, goal: 1.25 },
    { what: "envc check, one machine / node -e 0", value: check / floor, unit: "×", gate: 3, goal: 1.5 },
    { what: "envc --help / node -e 0", value: help / floor, unit: "×" },
  ];
}
