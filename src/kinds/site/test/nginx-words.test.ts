import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Text, literalText } from "../../../ir/text.ts";
import { resolveKnown } from "../../../ir/read-value.ts";
import { resolveText } from "../../../ir/resolve-text.ts";
import { type Entry, block, comment, directive, printNginx } from "../../shared/nginx/directives.ts";
import { literal, longestWord, syntax, value } from "../../shared/nginx/words.ts";

const strings = Object.values(
  JSON.parse(readFileSync("test/data/nasty-strings.json", "utf8")) as Record<string, string>,
).filter((text) => !text.includes("\u0000") && Buffer.byteLength(text) <= longestWord);

/** A `location` per string that answers with it; `hole` puts the string into the text as a reference. */
function answers(make: (text: string) => Text): string {
  const locations: readonly Entry[] = strings.map((text, index) =>
    block("location", [syntax("="), literal(`/${index}`)], [directive("return", syntax("200"), value(make(text)))]),
  );
  const printed = printNginx(locations);
  const resolved = resolveText(printed, (hole) => (hole.hole === "variable" ? hole.value : undefined));
  return resolved.ok ? resolved.text : "";
}

const span = { file: "", start: 0, end: 0 };
const asHole = (text: string): Text => [{ hole: "variable", name: "x", value: text, encoding: "plain", span }];

test("plain words stay bare, all others are quoted", () => {
  expect(value(["/srv/www"])).toEqual(["/srv/www"]);
  expect(value(["a b"])).toEqual(['"a b"']);
  expect(value([])).toEqual(['""']);
  expect(value(['say "hi" \\ $x'])).toEqual(['"say \\"hi\\" \\\\ ${literal_dollar}x"']);
  expect(literal("/a;b")).toEqual(['"/a;b"']);
});

test("a comment cannot end", () => {
  expect(printNginx([comment("a\n} evil"), directive("gzip", syntax("on"))])).toEqual(["# a } evil\ngzip on;\n"]);
});

test("the variable for a `$` is defined where a value needs it, and only there", () => {
  const file = (text: string): string =>
    resolveKnown(printNginx([block("server", [], [directive("add_header", syntax("X"), value([text]))])])) ?? "";
  expect(file("1 $")).toContain('geo $literal_dollar {\n    default "$";\n}\n');
  expect(file("1 EUR")).not.toContain("geo");
});

const isThere = spawnSync("/usr/sbin/nginx", ["-v"]).status === 0;

describe.skipIf(!isThere).each([
  ["literals", (text: string): Text => literalText(text)],
  ["references", asHole],
] as const)("a real nginx gives back every string: %s", (_name, make) => {
  let folder = "";
  let stop = (): void => undefined;
  const socket = (): string => join(folder, "socket");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "nginx-"));
    const text = answers(make);
    const [geo, rest] = text.startsWith("geo")
      ? [text.slice(0, text.indexOf("}\n") + 2), text.slice(text.indexOf("}\n") + 2)]
      : ["", text];
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off;\npid ${folder}/pid;\nerror_log ${folder}/error;\nevents {}\nhttp {\naccess_log off;\n${geo}server {\nlisten unix:${socket()};\n${rest}}\n}\n`,
    );
    const child = spawn("/usr/sbin/nginx", [
      "-p",
      folder,
      "-c",
      join(folder, "nginx.conf"),
      "-e",
      join(folder, "error"),
    ]);
    stop = () => void child.kill("SIGQUIT");
    for (let tries = 0; tries < 100 && (await get(socket(), "/0")) === undefined; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
  });

  afterAll(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("byte for byte", async () => {
    for (const [index, text] of strings.entries())
      expect(await get(socket(), `/${index}`), JSON.stringify(text)).toBe(text);
  });
});

/** The body of an answer; undefined when nobody answers. */
function get(socketPath: string, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    });
    asked.on("error", () => resolve(undefined));
    asked.end();
  });
}
