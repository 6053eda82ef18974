import type { Text } from "./text.ts";

/** One environment variable of a process. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: Text;
}
