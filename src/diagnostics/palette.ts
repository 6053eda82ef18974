import picocolors from "picocolors";

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

/** The palette, in colour or plain. Whether to use colour is the caller's decision: nothing is looked up here. */
export function createPalette(color: boolean): Palette {
  const c = picocolors.createColors(color);
  return {
    error: (text) => c.bold(c.red(text)),
    warning: (text) => c.bold(c.yellow(text)),
    note: (text) => c.bold(c.blue(text)),
    good: (text) => c.green(text),
    strong: (text) => c.bold(text),
    dim: (text) => c.dim(text),
    code: (text) => c.cyan(text),
  };
}
