/** What a command that containers run at their start may do there. */
export interface AtStart {
  /** What it writes into these stays. */
  readonly folders: readonly string[];
  /** The rights of root that it needs (capabilities(7)); it has no others. */
  readonly capabilities?: readonly string[];
  /** What is different there, as the end of a sentence. */
  readonly note?: string;
}
