import fc from "fast-check";

/** A random spec that is meant to be free of errors: independent top-level blocks, in any order. */
export interface RandomSpec {
  readonly head: readonly string[];
  readonly blocks: readonly string[];
}

/** The text of a random spec, its blocks in the order given. */
export function specText(spec: RandomSpec, blocks: readonly string[] = spec.blocks): string {
  return ["envspec 1", "", ...spec.head, "", ...blocks.flatMap((block) => [block, ""])].join("\n");
}

/** A text as it is written between double quotes: every character that means something is escaped. */
export function quote(text: string): string {
  const inner = text
    .replace(/[\\"$]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t")
    .replace(
      // oxlint-disable-next-line no-control-regex -- control characters are what is escaped
      /[\u0000-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
      (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
    );
  return `"${inner}"`;
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{1,7}$/);
const name = fc.stringMatching(/^[a-z][a-z0-9]{2,7}x$/);
const mode = fc.constantFrom("0644", "0640", "0600", "0755", "0444");
const anyText = fc
  .string({ unit: "binary", maxLength: 40 })
  .filter((text) => !text.includes("\u0000") && !/\p{Surrogate}/u.test(text));

const packageBlock = fc
  .tuple(fc.constantFrom("curl", "git", "jq", "less", "rsync", "tree", "nano"), fc.boolean())
  .map(([label, hold]) => ({
    key: `package ${label}`,
    text: hold ? `package ${label} { hold = true }` : `package ${label}`,
  }));

const userBlock = fc
  .tuple(name, fc.integer({ min: 2000, max: 9999 }), fc.constantFrom("/bin/bash", "/usr/sbin/nologin"))
  .map(([label, uid, shell]) => ({
    key: `user ${label}`,
    text: `user ${label} {\n  uid = ${uid}\n  shell = ${quote(shell)}\n}`,
    uid,
  }));

const fileBlock = fc.tuple(word, mode, anyText).map(([label, bits, text]) => ({
  key: `file ${label}`,
  text: `file "/etc/app/${label}.txt" {\n  mode = ${bits}\n  text = ${quote(text)}\n}`,
}));

const directoryBlock = fc.tuple(word, fc.constantFrom("0755", "0750", "0700")).map(([label, bits]) => ({
  key: `directory ${label}`,
  text: `directory "/srv/${label}" { mode = ${bits} }`,
}));

const linkBlock = fc.tuple(word, word).map(([label, to]) => ({
  key: `link ${label}`,
  text: `link "/opt/${label}" { to = "/srv/${to}" }`,
}));

const sysctlBlock = fc
  .tuple(fc.constantFrom("net.ipv4.ip_forward", "net.core.somaxconn", "net.ipv4.tcp_syncookies"), fc.nat(9))
  .map(([label, value]) => ({ key: `sysctl ${label}`, text: `sysctl "${label}" { value = "${value}" }` }));

const commandBlock = fc.tuple(word, anyText).map(([label, text]) => ({
  key: `command ${label}`,
  text: `command ${label}-once {\n  run = ${quote(`printf %s '${text.replaceAll("'", "")}' > /srv/${label}-made`)}\n  creates = "/srv/${label}-made"\n}`,
}));

const processBlock = fc.tuple(word, anyText, anyText).map(([label, argument, value]) => ({
  key: `process ${label}`,
  text: `process ${label}-run {\n  run = ["/usr/bin/printf", "%s", ${quote(argument)}]\n  user = "nobody"\n  env { VALUE = ${quote(value)} }\n}`,
}));

/** Random specs: at most twelve blocks, no two with the same name or the same numeric id. */
export const arbitrarySpec: fc.Arbitrary<RandomSpec> = fc
  .tuple(
    fc.constantFrom("debian-12", "debian-13"),
    fc.uniqueArray(
      fc.oneof(packageBlock, userBlock, fileBlock, directoryBlock, linkBlock, sysctlBlock, commandBlock, processBlock),
      {
        maxLength: 12,
        comparator: (a, b) => a.key === b.key || ("uid" in a && "uid" in b && a.uid === b.uid),
      },
    ),
  )
  .map(([os, blocks]) => ({ head: [`os = "${os}"`], blocks: blocks.map((block) => block.text) }));
