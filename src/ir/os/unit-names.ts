/**
 * The name of the unit that systemd knows a path by, without its type: `/srv/data` is `srv-data` (systemd.unit(5), "String
 * escaping for inclusion in unit names"). The same as `systemd-escape --path` prints.
 */
export function escapeUnitPath(path: string): string {
  const inner = path.replace(/^\/+|\/+$/g, "").replace(/\/+/g, "/");
  if (inner === "") return "-";
  const bytes = [...new TextEncoder().encode(inner)];
  return bytes
    .map((byte, index) => {
      const character = String.fromCharCode(byte);
      if (character === "/") return "-";
      const isPlain = /[A-Za-z0-9:_.]/.test(character) && !(character === "." && index === 0);
      return isPlain ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}

/** The path that a mount unit is about: the other way round; undefined for a unit of another type. */
export function mountPathOf(unit: string): string | undefined {
  if (!unit.endsWith(".mount")) return undefined;
  const name = unit.slice(0, -".mount".length);
  if (name === "-") return "/";
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let index = 0; index < name.length;) {
    const escape = /^\\x([0-9a-f]{2})/.exec(name.slice(index));
    if (escape !== null) {
      bytes.push(Number.parseInt(escape[1] ?? "0", 16));
      index += 4;
    } else {
      const character = name[index] ?? "";
      bytes.push(...encoder.encode(character === "-" ? "/" : character));
      index += 1;
    }
  }
  return `/${new TextDecoder().decode(new Uint8Array(bytes))}`;
}
