/** A value of a YAML or JSON file: where it stands and what it is, as characters. */
export interface Leaf {
  readonly keys: readonly string[];
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}
