import { createHash } from "node:crypto";

/** The fingerprint of the primary key in a key file (upper-case hexadecimal), or what is wrong with the file. */
export type KeyResult =
  | { readonly ok: true; readonly fingerprint: string; readonly keys: number }
  | { readonly ok: false; readonly problem: string };

/** Whether the bytes are ASCII armour (RFC 9580, 6.2), which apt wants in a file ending in `.asc`. */
export function isArmoured(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 1000)).includes("-----BEGIN PGP");
}

/**
 * Reads the public keys of a key file, armoured or binary, and computes the fingerprint of the first one: RFC 4880,
 * 12.2 (version 4, SHA-1) and RFC 9580, 5.5.4 (version 6, SHA-256). Signatures are not checked: apt does that, and the
 * fingerprint is what the author compared.
 */
export function readPublicKey(bytes: Uint8Array): KeyResult {
  const packets = isArmoured(bytes) ? dearmour(bytes) : { ok: true as const, bytes };
  if (!packets.ok) return packets;
  const read = readPackets(packets.bytes);
  if (!read.ok) return read;
  const primary = read.packets.filter((packet) => packet.tag === 6);
  const first = primary[0];
  if (read.packets.some((packet) => packet.tag === 5))
    return fail("it holds a private key, which must stay with its owner");
  if (first === undefined) return fail("there is no public key in it");
  const fingerprint = fingerprintOf(first.body);
  return fingerprint === undefined
    ? fail(`its key has version ${first.body[0] ?? 0}, which apt does not accept any more`)
    : { ok: true, fingerprint, keys: primary.length };
}

/** A fingerprint as people write it, without spaces and colons, in capitals; undefined when it is not one. */
export function normaliseFingerprint(written: string): string | undefined {
  const plain = written.replace(/[\s:]/g, "").replace(/^0x/i, "").toUpperCase();
  return /^([0-9A-F]{40}|[0-9A-F]{64})$/.test(plain) ? plain : undefined;
}

/** A fingerprint in groups of four, as gpg prints it. */
export function formatFingerprint(fingerprint: string): string {
  return (fingerprint.match(/.{1,4}/g) ?? []).join(" ");
}

function fail(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

type Bytes = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly problem: string };

/** Takes the armour off; the checksum line (RFC 4880, 6.1) may be missing and is checked when it is there. */
function dearmour(bytes: Uint8Array): Bytes {
  const text = new TextDecoder("latin1").decode(bytes);
  if (text.includes("PGP PRIVATE KEY")) return fail("it holds a private key, which must stay with its owner");
  const block = /-----BEGIN PGP PUBLIC KEY BLOCK-----[ \t]*\r?\n([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/.exec(
    text,
  );
  if (block === null) return fail("its armour has no end, or is not that of a public key");
  const lines = (block[1] ?? "").split(/\r?\n/).map((line) => line.trim());
  while (lines[0] !== undefined && (lines[0] === "" || /^[A-Za-z][A-Za-z ]*: /.test(lines[0]))) lines.shift();
  const sum = lines.find((line) => /^=[A-Za-z0-9+/]{4}$/.test(line));
  const encoded = lines.filter((line) => line !== sum).join("");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return fail("there are letters in it that do not belong there");
  const decoded = Uint8Array.from(Buffer.from(encoded, "base64"));
  if (sum !== undefined && checksum(decoded) !== sum.slice(1))
    return fail("its checksum is wrong: it was changed or cut off");
  return { ok: true, bytes: decoded };
}

/** CRC-24 as in RFC 4880, 6.1, in base64. */
function checksum(bytes: Uint8Array): string {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
    }
  }
  return Buffer.from([(crc >> 16) & 255, (crc >> 8) & 255, crc & 255]).toString("base64");
}

interface Packet {
  readonly tag: number;
  readonly body: Uint8Array;
}

/** RFC 4880, 4.2: packet headers of the old and the new format; partial and indeterminate lengths do not occur in keys. */
function readPackets(
  bytes: Uint8Array,
): { readonly ok: true; readonly packets: readonly Packet[] } | { readonly ok: false; readonly problem: string } {
  const packets: Packet[] = [];
  let at = 0;
  while (at < bytes.length) {
    const header = bytes[at] ?? 0;
    if ((header & 0x80) === 0) return fail(packets.length === 0 ? "it is not a key file" : "it is damaged");
    const length = (header & 0x40) === 0 ? oldLength(bytes, at, header) : newLength(bytes, at);
    if (length === undefined) return fail("it is damaged");
    const end = length.start + length.size;
    if (end > bytes.length) return fail("it was cut off");
    const tag = (header & 0x40) === 0 ? (header >> 2) & 15 : header & 63;
    packets.push({ tag, body: bytes.subarray(length.start, end) });
    at = end;
  }
  return packets.length === 0 ? fail("it is empty") : { ok: true, packets };
}

interface Length {
  readonly start: number;
  readonly size: number;
}

function oldLength(bytes: Uint8Array, at: number, header: number): Length | undefined {
  const octets = [1, 2, 4, 0][header & 3] ?? 0;
  return octets === 0 ? undefined : { start: at + 1 + octets, size: readNumber(bytes, at + 1, octets) };
}

function newLength(bytes: Uint8Array, at: number): Length | undefined {
  const first = bytes[at + 1] ?? 0;
  if (first < 192) return { start: at + 2, size: first };
  if (first < 224) return { start: at + 3, size: ((first - 192) << 8) + (bytes[at + 2] ?? 0) + 192 };
  return first === 255 ? { start: at + 6, size: readNumber(bytes, at + 2, 4) } : undefined;
}

function readNumber(bytes: Uint8Array, at: number, octets: number): number {
  let value = 0;
  for (let i = 0; i < octets; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

function fingerprintOf(body: Uint8Array): string | undefined {
  if (body[0] === 4) {
    const prefix = Uint8Array.from([0x99, body.length >> 8, body.length & 255]);
    return createHash("sha1").update(prefix).update(body).digest("hex").toUpperCase();
  }
  if (body[0] === 6) {
    const size = body.length;
    const prefix = Uint8Array.from([0x9b, size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255]);
    return createHash("sha256").update(prefix).update(body).digest("hex").toUpperCase();
  }
  return undefined;
}
