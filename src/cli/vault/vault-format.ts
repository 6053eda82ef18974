/**
 * The format of Ansible Vault 1.1 and 1.2 (docs.ansible.com, "Format of files encrypted with Ansible Vault"), with the
 * cryptography of Node's own library: AES-256 in counter mode, the keys made of password and salt by PBKDF2, and an
 * HMAC over what is encrypted, which is looked at before anything is decrypted.
 */
import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";

/** A vault that was opened. */
export interface OpenedVault {
  readonly text: string;
  /** `1.1`, or `1.2;label`: kept when it is closed again. */
  readonly version: string;
}

/** Why a vault cannot be opened. */
export type VaultProblem = "not-a-vault" | "damaged" | "wrong-password" | "not-text";

const header = /^\$ANSIBLE_VAULT;(1\.1|1\.2(?=;));AES256(?:;([^\r\n]*))?\r?\n/;

/** Opens a vault. A wrong password and a file that was changed are the same to it: the HMAC does not fit. */
export function openVault(bytes: Uint8Array, password: string): OpenedVault | VaultProblem {
  const file = new TextDecoder("latin1").decode(bytes);
  const head = header.exec(file);
  if (head === null) return "not-a-vault";
  const parts = readHex(file.slice(head[0].length).replace(/\s+/g, ""))?.toString("latin1").split("\n");
  const [salt, hmac, encrypted] = (parts ?? []).map(readHex);
  if (parts?.length !== 3 || salt === undefined || hmac === undefined || encrypted === undefined) return "damaged";
  const keys = deriveKeys(password, salt);
  const actual = createHmac("sha256", keys.hmac).update(encrypted).digest();
  if (actual.length !== hmac.length || !timingSafeEqual(actual, hmac)) return "wrong-password";
  const decipher = createDecipheriv("aes-256-ctr", keys.cipher, keys.counter);
  const text = decodeText(unpad(Buffer.concat([decipher.update(encrypted), decipher.final()])));
  const version = head[1] === "1.2" ? `1.2;${head[2] ?? ""}` : "1.1";
  return text === undefined ? "not-text" : { text, version };
}

/** Closes a vault with 32 fresh random bytes of salt. */
export function closeVault(vault: OpenedVault, password: string, salt: Uint8Array): Uint8Array {
  const keys = deriveKeys(password, salt);
  const cipher = createCipheriv("aes-256-ctr", keys.cipher, keys.counter);
  const encrypted = Buffer.concat([cipher.update(pad(Buffer.from(vault.text, "utf8"))), cipher.final()]);
  const hmac = createHmac("sha256", keys.hmac).update(encrypted).digest();
  const parts = [Buffer.from(salt), hmac, encrypted].map((part) => part.toString("hex")).join("\n");
  const lines =
    Buffer.from(parts, "latin1")
      .toString("hex")
      .match(/.{1,80}/g) ?? [];
  const [version = "1.1", label] = vault.version.split(";");
  const first = `$ANSIBLE_VAULT;${version};AES256${label === undefined ? "" : `;${label}`}`;
  return Buffer.from([first, ...lines, ""].join("\n"), "latin1");
}

/** 10,000 rounds and 80 bytes, as Ansible has them: two keys of 32 and a counter of 16. */
function deriveKeys(password: string, salt: Uint8Array): Readonly<Record<"cipher" | "hmac" | "counter", Buffer>> {
  const bytes = pbkdf2Sync(Buffer.from(password, "utf8"), salt, 10_000, 80, "sha256");
  return { cipher: bytes.subarray(0, 32), hmac: bytes.subarray(32, 64), counter: bytes.subarray(64) };
}

/** PKCS #7 (RFC 5652, 6.3) to blocks of 16. Counter mode needs none; Ansible writes it. */
function pad(bytes: Buffer): Buffer {
  const missing = 16 - (bytes.length % 16);
  return Buffer.concat([bytes, Buffer.alloc(missing, missing)]);
}

function unpad(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length - (bytes[bytes.length - 1] ?? 0));
}

function readHex(text: string): Buffer | undefined {
  return /^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, "hex") : undefined;
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
