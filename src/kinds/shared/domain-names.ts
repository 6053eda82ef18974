/** Domain names, as certificates compare them. */

/** Whether a name of a certificate holds for a host's name: itself, or `*.` for exactly one more label (RFC 6125 section 6.4.3). */
export function coversName(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  return pattern.startsWith("*.") && name.slice(name.indexOf(".") + 1) === pattern.slice(2) && name.includes(".");
}
