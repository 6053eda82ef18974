import type { MachineProgram } from "../../ir/program.ts";

/**
 * The Markdown lines on what people do by hand on these machines, those of one class under its name; of several
 * environments each thing once. Empty when there is nothing to do.
 */
export function byHandText(machines: readonly Pick<MachineProgram, "name" | "byHand">[]): readonly string[] {
  const lines = new Map<string, Set<string>>();
  for (const { name, byHand = [] } of machines)
    for (const { does, command } of byHand) {
      const known = lines.get(name) ?? new Set();
      lines.set(name, known.add(`- ${does}: \`${command}\``));
    }
  if (lines.size === 0) return [];
  const parts = [...lines].flatMap(([name, all]) => ["", ...(lines.size === 1 ? [] : [`On \`${name}\`:`, ""]), ...all]);
  return ["As root on the machine; words in capital letters stand for what you fill in.", ...parts];
}
