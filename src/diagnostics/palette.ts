import { styleText } from "node:util";

/** The colours that envc prints in. Without colour each is the identity. */
export interface Palette {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly note: (text: string) => string;
  readonly good: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly code: (text: string) => string;
}

const plain = (text: string): string => text;

/** The palette, in colour or plain. Whether to use colour is the caller's decision: nothing is looked up here. */
export function createPalette(color: boolean): Palette {
  type Format = Parameters<typeof styleText>[0];
  const style = (format: Format): ((text: string) => string) =>
    color ? (text) => styleText(format, text, { validateStream: false }) : plain;
  return {
    error: style(["bold", "red"]),
    warning: style(["bold", "yellow"]),
    note: style(["bold", "blue"]),
    good: style("green"),
    strong: style("bold"),
    dim: style("dim"),
    code: style("cyan"),
  };
}
