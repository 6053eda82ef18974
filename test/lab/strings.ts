import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LabCase } from "./cases.ts";

/** Strings that some quoting, somewhere, gets wrong: by name. */
export function readNastyStrings(): Readonly<Record<string, string>> {
  const file = fileURLToPath(new URL("../data/nasty-strings.json", import.meta.url));
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
}

/** Bytes that are no text in UTF-8, or hold a NUL: they can only come from a file. */
export const BINARIES: Readonly<Record<string, readonly number[]>> = {
  nul: [0x61, 0x00, 0x62],
  "not-utf-8": [0xff, 0xfe, 0xc3, 0x28],
  "latin-1": [0x63, 0x61, 0x66, 0xe9],
};

/** Writes a text as a quoted string of the language: every `$` escaped, everything invisible by its code point. */
export function quoteString(text: string): string {
  let quoted = "";
  for (const char of text) {
    if (char === "\n") quoted += "\\n";
    else if (char === "\t") quoted += "\\t";
    else if (char === '"' || char === "\\" || char === "$") quoted += `\\${char}`;
    else if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u.test(char))
      quoted += `\\u{${char.codePointAt(0)!.toString(16)}}`;
    else quoted += char;
  }
  return `"${quoted}"`;
}

/**
 * Writes a text as a text block, with as many quotes as it needs. A block always ends with a line end, and cannot hold
 * what the eye cannot see or an editor would change: then undefined.
 */
export function quoteBlock(text: string, indentation: string): string | undefined {
  if (!text.endsWith("\n") || /[\r\p{Cf}\u007f-\u009f\u2028\u2029]/u.test(text)) return undefined;
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0008\u000b-\u001f]/.test(text)) return undefined;
  const longest = Math.max(2, ...[...text.matchAll(/"+/g)].map((match) => match[0].length));
  const quotes = '"'.repeat(longest + 1);
  const lines = text
    .slice(0, -1)
    .split("\n")
    .map((line) => (line === "" ? "" : indentation + line));
  return `${quotes}\n${lines.join("\n")}\n${indentation}${quotes}`;
}

/** One way for one string to get onto the machine. Each is on lines of its own, so that a refusal names it. */
export interface StringEntry {
  readonly name: string;
  readonly way: "quoted" | "block" | "environment" | "argument";
}

/**
 * Answers with its arguments and the variables it was given as JSON, in base64. It writes nothing: a file of its own
 * would be a difference between a machine that was booted and an image that was not.
 */
const OBSERVER = `import base64, http.server, json, os, sys
encode = lambda text: base64.b64encode(os.fsencode(text)).decode()
seen = {
    "arguments": [encode(argument) for argument in sys.argv[1:]],
    "environment": {name: encode(value) for name, value in os.environ.items() if name.startswith("LAB_")},
}

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(seen, sort_keys=True).encode())

    def log_message(self, *_arguments):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", 8125), Handler).serve_forever()
`;

/** Asks the observer, which may still be starting. */
const ASK = `import time, urllib.request
for attempt in range(20):
    try:
        print(urllib.request.urlopen("http://127.0.0.1:8125/").read().decode())
        break
    except OSError:
        time.sleep(0.5)
`;

/** A generated spec, and which lines of it belong to which entry. */
export interface StringSpec {
  readonly text: string;
  /** Line number (from 1) → entry, for every line that holds one. */
  readonly lines: ReadonlyMap<number, StringEntry>;
}

/** Prints the spec that sends every string through every way, but for those that were refused. */
export function printStringSpec(refused: ReadonlySet<string>): StringSpec {
  const lines: string[] = [];
  const owners = new Map<number, StringEntry>();
  const add = (text: string, entry?: StringEntry): void => {
    for (const line of text.split("\n")) {
      lines.push(line);
      if (entry !== undefined) owners.set(lines.length, entry);
    }
  };
  const strings = Object.entries(readNastyStrings());
  const wanted = (entry: StringEntry): boolean => !refused.has(entryKey(entry));
  add('envspec 1\n\nos = "debian-12"\n\npackage python3\n\nuser observer {\n  system = true\n}\n');
  add('file "/srv/strings/observe.py" {\n  source = file("./observe.py")\n}\n');
  for (const [index, [name, text]] of strings.entries()) {
    const id = String(index).padStart(3, "0");
    const quoted: StringEntry = { name, way: "quoted" };
    if (wanted(quoted)) add(`file "/srv/strings/quoted/${id}" {\n  text = ${quoteString(text)}\n}\n`, quoted);
    const block: StringEntry = { name, way: "block" };
    const inBlock = isInBlock(index) ? quoteBlock(`${text}\n`, "    ") : undefined;
    if (inBlock !== undefined && wanted(block))
      add(`file "/srv/strings/block/${id}" {\n  text = ${inBlock}\n}\n`, block);
  }
  // All of them, the binaries too, as one folder of local files.
  add('directory "/srv/strings/file" {\n  source = "./strings"\n}\n');
  for (const name of Object.keys(BINARIES)) {
    add(`file "/srv/strings/binary/${name}" {\n  source = file("./strings/${name}")\n}\n`);
  }
  add("process observer {\n  user = observer");
  add('  run = [\n    "/usr/bin/python3",\n    "/srv/strings/observe.py",');
  for (const [name, text] of strings) {
    const entry: StringEntry = { name, way: "argument" };
    if (wanted(entry)) add(`    ${quoteString(text)},`, entry);
  }
  add("  ]\n  env {");
  for (const [index, [name, text]] of strings.entries()) {
    const entry: StringEntry = { name, way: "environment" };
    if (wanted(entry)) add(`    LAB_${index} = ${quoteString(text)}`, entry);
  }
  add("  }\n}");
  return { text: `${lines.join("\n")}\n`, lines: owners };
}

/**
 * Blocks are one more way to write the same text, which the parser's own tests hold against the quoted one; on the
 * machines a sample is enough, for each file costs each tool a step.
 */
function isInBlock(index: number): boolean {
  return index % 6 === 0;
}

export function entryKey(entry: StringEntry): string {
  return `${entry.way} ${entry.name}`;
}

/** What the observer must have seen. */
export function expectedSight(refused: ReadonlySet<string>): unknown {
  const encode = (text: string): string => Buffer.from(text, "utf8").toString("base64");
  const strings = Object.entries(readNastyStrings());
  const passed = (way: StringEntry["way"]) =>
    strings
      .map(([name, text], index) => ({ name, text, index }))
      .filter(({ name }) => !refused.has(entryKey({ name, way })));
  return {
    arguments: passed("argument").map(({ text }) => encode(text)),
    environment: Object.fromEntries(passed("environment").map(({ text, index }) => [`LAB_${index}`, encode(text)])),
  };
}

/** The paths and exact bytes of the files that the spec declares, judged apart from the compiler's own oracle. */
export function expectedFiles(refused: ReadonlySet<string>): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  for (const [index, [name, text]] of Object.entries(readNastyStrings()).entries()) {
    const id = String(index).padStart(3, "0");
    const bytes = Buffer.from(text, "utf8");
    if (!refused.has(entryKey({ name, way: "quoted" }))) files[`quoted/${id}`] = hex(bytes);
    files[`file/${id}`] = hex(bytes);
    const isBlock = isInBlock(index) && quoteBlock(`${text}\n`, "") !== undefined;
    if (isBlock && !refused.has(entryKey({ name, way: "block" })))
      files[`block/${id}`] = hex(Buffer.from(`${text}\n`, "utf8"));
  }
  for (const [name, bytes] of Object.entries(BINARIES)) {
    files[`binary/${name}`] = hex(Uint8Array.from(bytes));
    files[`file/${name}`] = hex(Uint8Array.from(bytes));
  }
  return files;
}

/** Reads every file below a folder as hexadecimal digits. */
const READ_FILES = `import json, os
root = "/srv/strings/"
found = {}
for folder, _folders, files in os.walk(root):
    for name in files:
        with open(os.path.join(folder, name), "rb") as stream:
            found[os.path.join(folder, name)[len(root):]] = stream.read().hex()
found.pop("observe.py", None)
print(json.dumps(found))
`;

/** Writes the generated spec with its files into a folder and makes a lab case of it. */
export function writeStringCase(folder: string, refused: ReadonlySet<string>): LabCase {
  mkdirSync(join(folder, "strings"), { recursive: true });
  writeFileSync(join(folder, "main.envspec"), printStringSpec(refused).text);
  writeFileSync(join(folder, "observe.py"), OBSERVER);
  for (const [index, text] of Object.values(readNastyStrings()).entries()) {
    writeFileSync(join(folder, "strings", String(index).padStart(3, "0")), text);
  }
  for (const [name, bytes] of Object.entries(BINARIES)) {
    writeFileSync(join(folder, "strings", name), Uint8Array.from(bytes));
  }
  const checks = [
    { run: ["python3", "-c", READ_FILES], json: expectedFiles(refused) },
    { run: ["python3", "-c", ASK], json: expectedSight(refused) },
  ];
  return { name: "strings", folder, settings: { checks, dryRuns: false } };
}
