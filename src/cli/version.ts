import { version as packageVersion } from "../../package.json";

/** The version of envc. */
export const version: string = packageVersion;
