import { expect, test } from "vitest";
import type { MessagePage } from "../../scripts/message-page.ts";
import { readMessagePages } from "../../scripts/message-pages.ts";
import { lowerFiles } from "./compile-spec.ts";

const pages = readMessagePages().filter(({ code }) => /^[EW]04/.test(code));

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
