import type { ResourceId } from "./value.ts";

/** What a person does on a machine without changing the description: bring a backup back, read what a program printed. */
export interface ByHand {
  readonly resource: ResourceId;
  /** What it is for, as the middle of a sentence: `bring a database back from a backup`. Plain text. */
  readonly does: string;
  /** One line that root types in a shell on the machine. Words in capital letters stand for what the person fills in. */
  readonly command: string;
}
