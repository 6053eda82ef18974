/** One file of an example: its path next to the main file, and its text. */
export interface ExampleFile {
  readonly path: string;
  readonly text: string;
}

/** An example of a message page: `main.envspec` first, then the files it needs. */
export interface Example {
  readonly files: readonly ExampleFile[];
  /** The target to build for when the code appears only there. */
  readonly target?: string;
  /** The environment to build for when the code appears only there. */
  readonly environment?: string;
}

/** The long part of a message page. */
export interface Explanation {
  /** Markdown. */
  readonly text: string;
  readonly wrong: Example;
  readonly right: Example;
}
