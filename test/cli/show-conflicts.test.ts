import { expect, it } from "vitest";
import { createPalette } from "../../src/diagnostics/palette.ts";
import type { Conflict } from "../../src/cli/output/decide.ts";
import { showConflicts } from "../../src/cli/show-conflicts.ts";

const palette = createPalette(false);
const show = (...conflicts: readonly Conflict[]): string => showConflicts(conflicts, "out", palette);
const path = "ansible/site.yml";
const base = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";

it("shows both changes against what envc wrote, and that they do not touch", () => {
  const theirs = base.replace("two", "TWO").replaceAll("\n", "\r\n");
  expect(show({ path, code: "E0902", base, theirs, ours: base.replace("eight", "EIGHT") })).toMatchInlineSnapshot(`
    "out/ansible/site.yml
      --- what envc wrote
      +++ what you made of it
      @@ -1,5 +1,5 @@
       one
      -two
      +TWO
       three
       four
       five
      --- what envc wrote
      +++ what envc would write now
      @@ -5,4 +5,4 @@
       five
       six
       seven
      -eight
      +EIGHT
      The two changes do not touch each other: \`envc build --merge\` puts them together.

    "
  `);
});

it("says which lines both change", () => {
  const theirs = base.replace("two", "TWO").replace("eight", "8");
  const ours = base.replace("two\nthree", "2\n3").replace("eight", "EIGHT");
  const shown = show({ path, code: "E0902", base, theirs, ours });
  expect(shown).toContain("Both change lines 2 to 3, 8 (as envc wrote it)");
  expect(shown).toContain("then `envc build --merge --keep`");
});

it("offers to take values over", () => {
  const values = "prod/ansible/inventories/prod/group_vars/all/main.yml";
  const conflict = { code: "E0902", base: "a: 1\n", theirs: "a: 2\n", ours: "a: 3\n" } as const;
  expect(show({ path: values, ...conflict })).toContain("envc build --adopt");
  expect(show({ path, ...conflict })).not.toContain("--adopt");
});

it("shows what it can when the base is not known, when nothing is written any more, and of what is no text", () => {
  expect(show({ path, code: "E0902", base: undefined, theirs: "a\n", ours: "b\n" })).toMatchInlineSnapshot(`
    "out/ansible/site.yml
      What envc wrote there before is not known any more.
      --- what is there
      +++ what envc would write
      @@ -1,1 +1,1 @@
      -a
      +b

    "
  `);
  expect(show({ path, code: "E0901", base: undefined, theirs: "a\n", ours: "b\n" })).not.toContain("not known");
  expect(show({ path, code: "E0903", base: "a\n", theirs: "b\n", ours: undefined })).toMatchInlineSnapshot(`
    "out/ansible/site.yml
      envc would remove it: nothing in the spec makes it any more.
      --- what envc wrote
      +++ what you made of it
      @@ -1,1 +1,1 @@
      -a
      +b

    "
  `);
  expect(show({ path, code: "E0903", base: undefined, theirs: "b\n", ours: undefined })).toContain("not known");
  expect(show({ path, code: "E0902", base: undefined, theirs: undefined, ours: "b\n" })).toContain("not a text");
});

it("says how much it leaves out, and prints no character that moves the cursor", () => {
  const long = Array.from({ length: 500 }, (_, index) => `line ${index}\n`).join("");
  const shown = show({ path, code: "E0902", base: "", theirs: long, ours: "\u001b[2J\n" });
  expect(shown).toMatch(/… \d+ more lines/);
  expect(shown).not.toContain("\u001b");
  const many = Array.from({ length: 25 }, (_, index) => ({
    path: `f${index}`,
    code: "E0902" as const,
    base: "a\n",
    theirs: "b\n",
    ours: "c\n",
  }));
  expect(show(...many)).toContain("… and 5 more files");
  expect(show()).toBe("");
});
