/** `npm run new-backend NAME`: a target's folder and its test, which do not compile or pass until they are filled in. */
import { camelCase, scaffold } from "./scaffold.ts";

scaffold("npm run new-backend NAME", (name) => ({
  [`src/backends/${name}/target.ts`]: `/** The documents of ${name}, typed: what can be said, and nothing else. The writer prints these and knows no envspec. */
export interface Document {
  readonly nodes: readonly never[];
}
`,
  [`src/backends/${name}/lower/table.ts`]: `import type { OpKind, OpOf } from "../../../ir/ops.ts";
import type { Document } from "../target.ts";

/** One pure function per op. The table does not compile while an entry is missing. */
export const lowerTable: { readonly [K in OpKind]: (op: OpOf<K>) => Document["nodes"] } = {};
`,
  [`src/backends/${name}/backend.ts`]: `import type { Backend } from "../../ir/backend.ts";

/** ${name}: one sentence on what it makes, for \`envc --help\`. */
export const ${camelCase(name)}: Backend = {
  name: "${name}",
  doc: "",
  options: { type: "object", properties: {}, additionalProperties: false },
  support: (op) => ({ support: "none", reason: "", instead: op.title }),
  build: () => ({ files: [], rows: [], diagnostics: [] }),
};
`,
  [`test/backends/${name}/backend.test.ts`]: `import { expect, test } from "vitest";
import { ${camelCase(name)} } from "../../../src/backends/${name}/backend.ts";
import { sampleProgram } from "../../ir/sample-program.ts";

test("says what it makes", () => {
  expect(${camelCase(name)}.doc).not.toBe("");
});

test("answers for every op, with a reason where it cannot", () => {
  for (const machine of sampleProgram.machines)
    for (const op of machine.ops) {
      const answer = ${camelCase(name)}.support(op, machine, sampleProgram);
      if (answer.support !== "full") expect(answer.reason).not.toBe("");
    }
});

test("writes files for the sample program", () => {
  expect(${camelCase(name)}.build(sampleProgram, {}).files).not.toEqual([]);
});
`,
}));
