import type { LookAheadTable } from "./prepared-look-ahead.ts";

/**
 * What the parser looks ahead with. The build puts another module in the place of this one, see `scripts/build.ts`; where
 * there is no table, in tests and scripts, Chevrotain works it out itself.
 */
export const preparedTable: LookAheadTable | undefined = undefined;
