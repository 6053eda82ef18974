/** Names inside the project: pure functions of names in the spec. */

/** A name for a variable, a role or a group: lower case letters, digits and underscores, beginning with a letter. */
export function snakeName(name: string): string {
  const snake = name
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
  return /^[a-z]/.test(snake) ? snake : `n_${snake}`;
}

/** Words that Python, Jinja or Ansible keep for themselves, as far as a spec is likely to use them as a machine's name. */
const reserved: ReadonlySet<string> = new Set(
  "all and as assert async break class common continue def del elif else environment except false finally for from global hosts if import in is lambda localhost meta name none not null or pass raise return roles tasks true try ungrouped vars while with yield".split(
    " ",
  ),
);

/** A role's name: not a word that Ansible reads otherwise, nor that of the shared role. */
export function roleName(machine: string): string {
  const name = snakeName(machine);
  return reserved.has(name) ? `${name}_machine` : name;
}

/**
 * Where the copy of a machine's file is kept in the role: its own path, so that it is found at once. Characters that
 * are trouble in a checkout on another system are replaced, and a hash keeps such names apart.
 */
export function mirrorPath(path: string): string {
  const plain = path.replace(/^\/+/, "").replace(/\/+$/, "");
  const safe = plain.replace(/[^A-Za-z0-9._+@%=,/-]/g, "_").replace(/(^|\/)\.\.?(?=\/|$)/g, "$1_");
  return safe === plain && safe !== "" ? safe : `${safe}-${hash(path)}`;
}

/** FNV-1a, 32 bits, eight hexadecimal digits. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}

/** Makes names unique in the order they are asked for: the second `Create /srv` becomes `Create /srv (2)`. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  const taken = new Set<string>();
  return names.map((name) => {
    let count = seen.get(name) ?? 0;
    let unique = name;
    do {
      count += 1;
      unique = count === 1 ? name : `${name} (${count})`;
    } while (taken.has(unique));
    seen.set(name, count);
    taken.add(unique);
    return unique;
  });
}

/** Makes names of variables, roles and groups unique: the second `web` becomes `web_2`. */
export function plainNames(names: readonly string[]): readonly string[] {
  return uniqueNames(names).map((name) => name.replace(/ \((\d+)\)$/, "_$1"));
}

/** A task's name: begins with a capital letter, holds nothing that Jinja reads. */
export function taskName(title: string): string {
  const plain = title.replace(/[{}]/g, "").trim();
  return plain === "" ? "Do it" : plain.charAt(0).toUpperCase() + plain.slice(1);
}
