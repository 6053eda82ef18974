/** A page about the language itself: a keyword, a function, a way of writing. Its source is in `messages/topics/`. */
export interface TopicPage {
  readonly name: string;
  /** What it is, in one line, for the list of all. */
  readonly about: string;
  /** Other words that people look it up by. */
  readonly also: readonly string[];
  /** Topics, kinds and attributes to read on with. */
  readonly see: readonly string[];
  /** Paragraphs and examples in the order of the page. */
  readonly parts: readonly TopicPart[];
}

/** A text in Markdown, or a file of the page's example; the first file of an example is `main.envspec`. */
export type TopicPart = { readonly text: string } | { readonly path: string; readonly code: string };
