import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { type MessagePage, parsePage } from "../../scripts/message-page.ts";
import { lowerFiles } from "./compile-spec.ts";

const pages = readdirSync("messages")
  .filter((name) => /^[EW]04\d\d\.md$/.test(name))
  .map((name) => parsePage(name.slice(0, -3), readFileSync(`messages/${name}`, "utf8")));

function codes(example: MessagePage["wrong"]): readonly string[] {
  const files = Object.fromEntries(example.files.map((file) => [file.path, file.text]));
  return lowerFiles(files).diagnostics.map((one) => one.code);
}

test.each(pages.map((page) => [page.code, page] as const))(
  "%s: the wrong example gives it, once and alone",
  (code, page) => {
    expect(codes(page.wrong)).toEqual([code]);
  },
);

test.each(pages.map((page) => [page.code, page] as const))("%s: the right example gives nothing", (_code, page) => {
  expect(codes(page.right)).toEqual([]);
});
