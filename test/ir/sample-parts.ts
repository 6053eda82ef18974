/** What the ops of the sample program are made of. */
import type { OpBase } from "../../src/ir/ops.ts";
import { type Hole, type Text, literalText } from "../../src/ir/text.ts";
import type { Span } from "../../src/text/span.ts";

/** The source file that the spans of the sample point into. */
export const sampleFile = "shop.envspec";

/** The span of the sample's n-th declaration: invented, but unique and in order. */
export function sampleSpan(n: number): Span {
  return { file: sampleFile, start: n * 100, end: n * 100 + 20 };
}

let counter = 0;

/** What every op of the sample has; each has a span of its own. */
export function base(id: string, title: string, more: Partial<OpBase> = {}): OpBase {
  counter += 1;
  return {
    id,
    title,
    resource: id.replace(":", "."),
    after: [],
    triggers: [],
    bindings: {},
    provenance: [sampleSpan(counter)],
    ...more,
  };
}

export const variable = (name: string, value: string | undefined): Hole => ({
  hole: "variable",
  name,
  value,
  encoding: "plain",
  span: sampleSpan(1),
});
export const secret = (name: string): Hole => ({ hole: "secret", name, encoding: "plain", span: sampleSpan(2) });
export const hostName: Hole = { hole: "host", property: "name", encoding: "plain", span: sampleSpan(3) };
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const words = (...all: readonly string[]): readonly Text[] => all.map(literalText);

export const nginxReload = { action: "reload", target: "service:nginx.service" } as const;
export const apiRestart = { action: "restart", target: "process:api" } as const;
