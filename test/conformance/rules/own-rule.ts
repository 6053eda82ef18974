/** A rule of our own over one output. */
export interface OwnRule<T> {
  /** What holds, as the report says it. */
  readonly tool: string;
  /** The points of the checklist that it answers. */
  readonly points: readonly number[];
  /** A message per offence. */
  readonly check: (subject: T) => readonly string[];
}
