/** `npm run new-kind NAME`: a kind's folder, its test and its lab spec, which fail until they are filled in. */
import { camelCase, scaffold } from "./scaffold.ts";

scaffold("npm run new-kind NAME", (name) => ({
  [`src/kinds/${name}/kind.ts`]: `import type { Kind } from "../../ir/kind.ts";

/** ${name}: one sentence on what it declares, for somebody who has never run a server. */
export const ${camelCase(name)}: Kind = {
  name: "${name}",
  doc: "",
  label: {
    presence: "required",
    // \`machine\` when the label is the thing's name on the machine, \`file\` when it is only a name in the spec.
    scope: "machine",
    pattern: /^[a-z][a-z0-9-]*$/,
    describe: "",
    example: "",
  },
  attributes: {},
  blocks: {},
  absent: false,
  addressable: false,
  examples: [],
  lower: () => [],
};
`,
  [`test/kinds/${name}.test.ts`]: `import { expect, test } from "vitest";
import { ${camelCase(name)} } from "../../src/kinds/${name}/kind.ts";

test("the schema teaches: a sentence, a label with an example, attributes that say what they are for", () => {
  expect(${camelCase(name)}.doc).not.toBe("");
  expect(${camelCase(name)}.label.describe).not.toBe("");
  expect(${camelCase(name)}.label.example).toMatch(${camelCase(name)}.label.pattern);
  expect(Object.keys(${camelCase(name)}.attributes)).not.toEqual([]);
  expect(${camelCase(name)}.examples).not.toEqual([]);
});
`,
  [`test/lab/specs/${name}/main.envspec`]: `envspec 1

os = "debian-12"

# The smallest thing that proves ${name} on real machines.
${name}
`,
}));
