/** `npm run new-kind NAME`: a kind's folder, its test and its lab spec, which fail until they are filled in. */
import { scaffold } from "./scaffold.ts";

scaffold("npm run new-kind NAME", (name) => ({
  [`src/kinds/${name}/kind.ts`]: `import type { Kind } from "../../ir/kind.ts";

/** ${name}: one sentence on what it declares, for somebody who has never run a server. */
export const kind: Kind = {
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
  targets: { ansible: "", dockerfile: "", "cloud-init": "" },
  lower: () => [],
};
`,
  [`src/kinds/${name}/test/${name}.test.ts`]: `import { expect, test } from "vitest";
import { opsOfKind, lowerBlocks } from "../../../../test/kinds/compile-spec.ts";

test("${name} is lowered to the ops that make it", () => {
  const machine = lowerBlocks("${name} example");
  expect(opsOfKind(machine, "file").map((op) => op.path)).not.toEqual([]);
});
`,
  [`src/kinds/${name}/lab/${name}/main.envspec`]: `envspec 1

os = "debian-12"

# The smallest thing that proves ${name} on real machines.
${name}
`,
}));
