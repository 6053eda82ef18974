/** A number of bytes as people write it where that is exact: in MiB with the unit's sign, else as it is. */
export function mebibytes(bytes: number, sign: "M" | "m"): string {
  return bytes % 1048576 === 0 ? `${bytes / 1048576}${sign}` : String(bytes);
}
