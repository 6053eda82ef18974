import type { NamedChange } from "./candidates.ts";

/** A value of the output that an edit would change although nobody did: its variable, and whose it is. */
export type Other = Partial<Pick<NamedChange, "environment" | "host">> & Pick<NamedChange, "name">;

/** Why a value that makes a changed line was left as it is: other lines come from it, and nobody changed those alike. */
export interface Blocked {
  /** The value, as the spec calls it. */
  readonly subject: string;
  /** Not empty. */
  readonly others: readonly Other[];
}

/** What to do so that the value of a change can be taken over. */
export function adviseOnBlocked({ subject, others }: Blocked, change: NamedChange): string {
  const names = new Set(
    others.map(({ name, host, environment }) => {
      const owner = host ?? (environment === change.environment ? undefined : environment);
      return owner === undefined ? `\`${name}\`` : `\`${name}\` of \`${owner}\``;
    }),
  );
  const shown = [...names].slice(0, 3).join(", ");
  const more = names.size > 3 ? ` and ${names.size - 3} more` : "";
  const [values, there] = names.size === 1 ? ["its value", "there"] : ["their values", "in each"];
  return `\`${subject}\` also gives ${shown}${more} ${values}: write the same ${there}, or leave this line as it is with \`--keep\``;
}
