/** Types of public keys that OpenSSH of Debian 11 and later accepts (sshd(8), "AUTHORIZED_KEYS FILE FORMAT"). */
const keyTypes: ReadonlySet<string> = new Set([
  "ssh-ed25519",
  "ssh-rsa",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ssh-ed25519@openssh.com",
  "sk-ecdsa-sha2-nistp256@openssh.com",
]);

/**
 * What is wrong with one line of an authorized_keys file, in words that follow "it" or the file's name; undefined when
 * it is a key. Options in front of the type are allowed. The encoded key must itself begin with its type (RFC 4253, 6.6).
 */
export function problemOfKey(line: string): string | undefined {
  if (line.includes("PRIVATE KEY")) return "is a private key, which must stay with its owner";
  // sshd itself reads no line longer than 16 KiB (SSH_MAX_PUBKEY_BYTES).
  if (line.length > 16_384) return "is too long for a key";
  const match = /^(?:(.*?\S)[ \t]+)??(\S+)[ \t]+(AAAA\S*)(?:[ \t].*)?$/.exec(line);
  const type = match?.[2];
  const encoded = match?.[3];
  if (type === undefined || encoded === undefined) {
    if (/^ssh-dss\s/.test(line)) return "has the type `ssh-dss`, which is not accepted any more";
    return "has no key in it (the long text that begins with `AAAA`)";
  }
  if (!keyTypes.has(type)) return `has the type \`${type}\`, which is not accepted`;
  const bytes = decodeBase64(encoded);
  if (bytes === undefined) return "was cut off or has a wrong letter in it";
  if (readString(bytes) !== type) return `says that it is \`${type}\` but holds another kind of key`;
  return holdsWholeFields(bytes) ? undefined : "was cut off";
}

function decodeBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  return Uint8Array.from(Buffer.from(text, "base64"));
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) * 2 ** 24 + ((bytes[at + 1] ?? 0) << 16) + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0)) >>>
    0
  );
}

function readString(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes.subarray(4, 4 + lengthAt(bytes, 0)));
}

/** An encoded key is a row of fields with their lengths; one that was cut off ends inside a field. */
function holdsWholeFields(bytes: Uint8Array): boolean {
  let at = 0;
  let fields = 0;
  while (at + 4 <= bytes.length) {
    at += 4 + lengthAt(bytes, at);
    fields += 1;
  }
  return at === bytes.length && fields >= 2;
}
