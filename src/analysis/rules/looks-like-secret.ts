/**
 * What looks like a secret: the marks of well-known tokens, a password in an assignment or in a URL, and characters
 * that only chance puts together. `messages/W0701.md` tells users the same rules.
 */

/** A find: what it looks like, and the characters themselves, for their place only. */
export interface SecretLike {
  readonly what: string;
  readonly found: string;
}

/** Prefixes that their issuers chose so that such tokens are found (their own documentation). */
const tokens: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/],
  ["a private key of age", /\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/],
  ["an access key of AWS", /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ["a token of GitHub", /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})/],
  ["a token of GitLab", /\bglpat-[A-Za-z0-9_-]{20,}/],
  ["a token of Slack", /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ["a key of Stripe", /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/],
  ["a key of Google", /\bAIza[A-Za-z0-9_-]{35}/],
  ["a token of npm", /\bnpm_[A-Za-z0-9]{36}/],
  ["a token of PyPI", /\bpypi-[A-Za-z0-9_-]{50,}/],
  ["a key of SendGrid", /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/],
  ["a JSON web token", /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/],
];

/** Names of things that hold a secret; what ends in a word for a place or a lifetime does not. */
const secretName =
  /(?:^|[^a-z])(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|auth[_-]?key)s?$/i;

/** Whether something of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** `name = value`, `name: value`, `name="value"`: the name and the value. */
const assignment = /([A-Za-z][A-Za-z0-9_.-]{0,60})["']?[ \t]{0,4}[:=][ \t]{0,4}["']?([^\s"',;#&)}\]]{6,200})/g;

/** `scheme://user:password@host` (RFC 3986, 3.2.1). */
const urlPassword = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"']{1,60}:([^\s@/"']{3,100})@/gi;

/** Looks at a text, and at the name of what it is given to. undefined when nothing is found. */
export function findSecretLike(text: string, name: string | undefined): SecretLike | undefined {
  const known = findToken(text);
  if (known !== undefined) return known;
  for (const match of text.matchAll(urlPassword)) {
    const [, value = ""] = match;
    if (!isPlaceholder(value)) return { what: "a password in a URL", found: value };
  }
  for (const match of text.matchAll(assignment)) {
    const [, key = "", value = ""] = match;
    if (isSecretName(key) && !isPlaceholder(value)) return { what: `the value of \`${key}\``, found: value };
  }
  if (name !== undefined && isSecretName(name) && /^\S{6,}$/.test(text) && !isPlaceholder(text))
    return { what: `the value of \`${name}\``, found: text };
  return name !== undefined && publicName.test(name) ? undefined : findRandom(text);
}

/** Looks for the marks of well-known tokens only: for files, which may hold anything. */
export function findToken(text: string): SecretLike | undefined {
  for (const [what, pattern] of tokens) {
    const found = pattern.exec(text)?.[0];
    // AWS' own documentation writes AKIAIOSFODNN7EXAMPLE.
    if (found !== undefined && !/EXAMPLE/.test(found)) return { what, found };
  }
  return undefined;
}

/** What stands for a value that comes from elsewhere: a reference, a path, a word of a language, a row of stars. */
function isPlaceholder(value: string): boolean {
  return (
    /^(?:[$%<{[*(@/.~!|>]|\\|!?\w+:\/\/)|[*<>{}]|\$\(|\.\.\./.test(value) ||
    /^(?:true|false|null|none|yes|no|required|optional|disabled|enabled|prompt|secret|token|password|example|changeme|x+|\d{1,8}(?:ms|s|m|h|d|min)?)$/i.test(
      value,
    ) ||
    // A path, a dotted name, an environment variable: `auth/token.json`, `config.token`, `DB_PASSWORD`.
    /^[\w-]+(?:[./][\w-]+)+$/.test(value) ||
    /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value)
  );
}

/** Names of what everybody may know although it looks like chance. */
const publicName =
  /fingerprint|checksum|digest|hash|integrity|sha\d|md5|uuid|(?:^|[^a-z])id$|public|pubkey|authorized|known[_-]?hosts|cert/i;

/** Longer ones are data, not secrets; shorter ones are too often words. */
const randomLength = { least: 24, most: 200 };

/**
 * Characters that only chance puts together: 24 or more letters and digits of one word in which capitals, small letters
 * and digits all occur, that changes between the three at every second or third character, and whose characters carry
 * at least 4 bits each (Shannon). Names change less often or have few digits (6 of 100 are asked for), hashes and ids are
 * small letters and digits alone.
 */
function findRandom(text: string): SecretLike | undefined {
  if (/-----BEGIN |\bssh-(?:rsa|ed25519|dss)\b|\becdsa-sha2-|\bsk-(?:ssh|ecdsa)/.test(text)) return undefined;
  for (const match of text.matchAll(/[A-Za-z0-9+/_=-]{24,}/g)) {
    const [word] = match;
    if (word.length > randomLength.most || isPublicWord(word, text.slice(Math.max(0, match.index - 12), match.index)))
      continue;
    const [longest = ""] = word.split(/[_=-]/).sort((a, b) => b.length - a.length);
    if (longest.length >= randomLength.least && isRandom(longest)) return { what: "a random key", found: word };
  }
  return undefined;
}

/** A sum with its method in front (`sha256-…`, `SHA256:…`), a path, the body of a public key. */
function isPublicWord(word: string, before: string): boolean {
  const isSum = /(?:sha\d+|md5|crc32)[-:=]?$/i.test(before) || /^(?:sha\d+|md5)[-_]/i.test(word);
  const isPath = word.split("/").length > 2 || /[./@:]$/.test(before);
  return isSum || isPath || word.startsWith("AAAA");
}

function isRandom(word: string): boolean {
  const classes = Array.from(word, (character) => (/[A-Z]/.test(character) ? 0 : /[a-z]/.test(character) ? 1 : 2));
  if (new Set(classes).size < 3 || classes.filter((each) => each === 2).length < word.length * 0.06) return false;
  const changes = classes.filter((each, index) => index > 0 && each !== classes[index - 1]).length;
  return changes / (word.length - 1) >= 0.4 && entropyOf(word) >= 4;
}

/** Bits per character (Shannon, 1948): how surprising each one is, given how often it occurs in the word. */
function entropyOf(word: string): number {
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / word.length) * Math.log2(count / word.length);
  return bits;
}
