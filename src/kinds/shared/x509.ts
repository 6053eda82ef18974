/** Reads what is public in an X.509 certificate (RFC 5280), as far as the checks ask for it. */

/** What a certificate says; `problem` completes "the file …". */
export type Certificate =
  | { readonly ok: false; readonly problem: string }
  | {
      readonly ok: true;
      /** The domains of subjectAltName. */
      readonly names: readonly string[];
      /** Whether it may sign others: basicConstraints with CA, or a certificate of version 1. */
      readonly isAuthority: boolean;
      /** The day on which it ends: `2027-11-27`. */
      readonly ends: string;
    };

/** One value of DER: its tag and its content. */
interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
}

const tags = { boolean: 0x01, oid: 0x06, utcTime: 0x17, extensions: 0xa3, version: 0xa0, dnsName: 0x82 } as const;
/** 2.5.29.17 and 2.5.29.19 (RFC 5280 sections 4.2.1.6 and 4.2.1.9), as DER writes them. */
const altName = "551d11";
const basicConstraints = "551d13";

/** Reads the first certificate of a PEM file (RFC 7468). A private key in the file is a problem, too: it is for secrets. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const text = new TextDecoder().decode(bytes);
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    return { ok: false, problem: "holds a private key, which belongs into a secret" };
  const block = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(text);
  if (block?.[1] === undefined)
    return { ok: false, problem: "holds no certificate in PEM form (`-----BEGIN CERTIFICATE-----`)" };
  try {
    return read(Uint8Array.from(atob(block[1].replace(/\s/g, "")), (character) => character.charCodeAt(0)));
  } catch {
    return { ok: false, problem: "holds a certificate that cannot be read" };
  }
}

function read(der: Uint8Array): Certificate {
  const [certificate] = list(der);
  const [body] = list(certificate?.content);
  const fields = list(body?.content);
  const rest = fields[0]?.tag === tags.version ? fields.slice(1) : fields;
  // serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, then what is optional.
  const ends = list(rest[3]?.content)[1];
  if (ends === undefined) return { ok: false, problem: "holds a certificate that cannot be read" };
  const wrapped = rest.find((field) => field.tag === tags.extensions);
  const extensions = list(list(wrapped?.content)[0]?.content).map((one) => list(one.content));
  const find = (oid: string): Uint8Array | undefined =>
    extensions.find(([id]) => id?.tag === tags.oid && hex(id.content) === oid)?.at(-1)?.content;
  const names = list(list(find(altName))[0]?.content)
    .filter((one) => one.tag === tags.dnsName)
    .map((one) => new TextDecoder().decode(one.content));
  const constraints = list(list(find(basicConstraints))[0]?.content);
  const isAuthority =
    wrapped === undefined || constraints.some((one) => one.tag === tags.boolean && one.content[0] !== 0);
  return { ok: true, names, isAuthority, ends: dayOf(ends) };
}

/** The values of a sequence; none for what is missing. Throws for what is cut off. */
function list(given: Uint8Array | undefined): readonly Der[] {
  const bytes = given ?? new Uint8Array();
  const values: Der[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    let start = at + 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      length = 0;
      for (const byte of bytes.subarray(start, start + count)) length = length * 256 + byte;
      start += count;
    }
    if (start + length > bytes.length) throw new RangeError("cut off");
    values.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** UTCTime has two digits for the year, which mean 1950 to 2049 (RFC 5280 section 4.1.2.5.1). */
function dayOf({ tag, content }: Der): string {
  const text = new TextDecoder().decode(content);
  const year =
    tag === tags.utcTime ? `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text.slice(0, 2)}` : text.slice(0, 4);
  const rest = text.slice(tag === tags.utcTime ? 2 : 4);
  return `${year}-${rest.slice(0, 2)}-${rest.slice(2, 4)}`;
}
