/**
 * A block of one line that takes something away, on one machine only: with `machine = …` in its body, or as it is where
 * the file names no machines.
 */
export function onMachine(block: string, machine: string | undefined): string {
  if (machine === undefined) return block;
  return block.endsWith(" }") ? `${block.slice(0, -2)}, machine = ${machine} }` : `${block} { machine = ${machine} }`;
}
