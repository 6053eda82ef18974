/** Where certificates come from, and what each of these ways needs to know. */

/** The values of `from`. */
export const sources = ["acme", "self-signed", "ca", "files"] as const;

/** A value of `from`. */
export type Source = (typeof sources)[number];

/** Attributes that only some sources have: those that they must have, and those that they may. */
export const sourceAttributes: Readonly<
  Record<Source, { readonly needs: readonly string[]; readonly may: readonly string[] }>
> = {
  acme: { needs: [], may: ["email", "staging", "server"] },
  "self-signed": { needs: [], may: ["valid-for"] },
  ca: { needs: ["ca-certificate", "ca-key"], may: ["valid-for"] },
  files: { needs: ["certificate", "key"], may: [] },
};
