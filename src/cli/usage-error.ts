/** A mistake on the command line: what is wrong, and what to type. Ends the run with exit code 2. */
export interface UsageError {
  readonly usage: string;
}

/** Whether a command gave up because of the command line. */
export function isUsageError(value: unknown): value is UsageError {
  return typeof value === "object" && value !== null && "usage" in value;
}
