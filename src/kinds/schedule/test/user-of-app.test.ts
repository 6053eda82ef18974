import { expect, test } from "vitest";
import { lowerFiles } from "../../../../test/kinds/compile-spec.ts";

const files = { "app/package.json": '{ "scripts": { "start": "node server.js" } }', "app/server.js": "" };

/** The message about the only mistake of a spec with an app `shop`: its code and its help. */
function mistakeOf(block: string, inApp = ""): readonly (string | undefined)[] {
  const spec = `envspec 1\n\nos = "debian-12"\n\nuser deploy { system = true }\n\nnode-app shop {\n  source = "./app"\n${inApp}}\n\n${block}\n`;
  return lowerFiles({ ...files, "main.envspec": spec }).diagnostics.flatMap(({ code, help }) => [code, help]);
}

const run = 'run = ["/usr/bin/true"]';

test("an app as the user of a schedule is the app that it belongs to", () => {
  expect(mistakeOf(`schedule tidy {\n  ${run}\n  user = shop\n  every = 1h\n}`)).toEqual([
    "E0214",
    "write `of = shop`, and take `user` away: it runs as `shop` does",
  ]);
});

test("elsewhere it is the user that the app runs as: its own one in quotes, or the one that it names", () => {
  const process = `process api {\n  ${run}\n  user = shop\n}`;
  expect(mistakeOf(process)).toEqual(["E0214", 'write `"shop"`, the user that `shop` runs as']);
  expect(mistakeOf(process, "  user = deploy\n")).toEqual(["E0214", "write `deploy`, the user that `shop` runs as"]);
  expect(mistakeOf('file "/srv/note" {\n  text = "Hello"\n  owner = shop\n}')).toEqual([
    "E0214",
    'write `"shop"`, the user that `shop` runs as',
  ]);
});

test("with `of` written already, the user of the app is what is told", () => {
  expect(mistakeOf(`schedule tidy {\n  of = shop\n  ${run}\n  user = shop\n  every = 1h\n}`)).toEqual([
    "E0214",
    'write `"shop"`, the user that `shop` runs as',
  ]);
});

test("what is neither an app nor anything's user is told as before", () => {
  expect(mistakeOf(`package nginx\n\nprocess api {\n  ${run}\n  user = nginx\n}`)).toEqual([
    "E0214",
    "there is `deploy`",
  ]);
});

test("a bare program of a language leads to the one app that brings it", () => {
  const tidy = 'schedule tidy {\n  run = ["node", "tidy.js"]\n  user = deploy\n  every = 1h\n}';
  const told = "find out where it is with `command -v node`, and write it like `/usr/bin/node`";
  const second = 'node-app blog {\n  source = "./app"\n  port = 3001\n}';
  expect(mistakeOf(tidy)).toEqual([
    "E0417",
    `${told}; or write \`of = shop\` in place of \`user\` and \`directory\`, for the \`node\` of that app`,
  ]);
  expect(mistakeOf(`${tidy}\n\n${second}`)).toEqual(["E0417", told]);
  expect(mistakeOf(tidy.replace("node", "php"))).toEqual(["E0417", told.replaceAll("node", "php")]);
  expect(mistakeOf('process tidy {\n  run = ["node", "tidy.js"]\n  user = deploy\n}')).toEqual(["E0417", told]);
});
