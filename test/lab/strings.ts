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

/** How many strings share a file: on Ansible each file is a step of its own. */
const GROUP = 12;

const SEPARATOR = "\n~\n";

/** A file of the generated specs, by its path below `/srv/strings`: how the spec writes its text, and what must be in it. */
interface StringFile {
  readonly path: string;
  readonly source: string;
  readonly text: string;
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

/**
 * Every string through the texts of files: quoted, in a block where a block can hold it, and through a variable, which
 * targets keep apart from the text. Several share a file; {@link wholeFiles} has each alone.
 */
export function sharedFiles(): StringFile[] {
  const strings = Object.values(readNastyStrings());
  const files: StringFile[] = [];
  for (let from = 0; from < strings.length; from += GROUP) {
    const id = String(from).padStart(3, "0");
    const group = strings.slice(from, from + GROUP);
    const quoted = group.join(SEPARATOR);
    files.push({ path: `quoted/${id}`, source: quoteString(quoted), text: quoted });
    const held = group.filter((text) => quoteBlock(`${text}\n`, "") !== undefined);
    const block = `${held.join(SEPARATOR)}\n`;
    if (held.length > 0) files.push({ path: `block/${id}`, source: quoteBlock(block, "    ")!, text: block });
    const names = group.map((_text, index) => `\${${variableName(from + index)}}`);
    const source = `"${names.join(SEPARATOR.replaceAll("\n", "\\n"))}"`;
    files.push({ path: `variable/${id}`, source, text: quoted });
  }
  return files;
}

/** Every string as the whole text of a file, where a line end, a space or a sign at either end has a meaning of its own. */
export function wholeFiles(): StringFile[] {
  return Object.values(readNastyStrings()).map((text, index) => {
    return { path: `whole/${String(index).padStart(3, "0")}`, source: quoteString(text), text };
  });
}

function variableName(index: number): string {
  return `text-${index}`;
}

/** A sample is enough of the local files, which every target copies as they are. */
function localFiles(): Record<string, Uint8Array> {
  const strings = Object.values(readNastyStrings()).flatMap((text, index): [string, Uint8Array][] =>
    index % GROUP === 0 ? [[String(index).padStart(3, "0"), Buffer.from(text, "utf8")]] : [],
  );
  const binaries = Object.entries(BINARIES).map(([name, bytes]): [string, Uint8Array] => [
    name,
    Uint8Array.from(bytes),
  ]);
  return Object.fromEntries([...strings, ...binaries]);
}

const HEAD = 'envspec 1\n\nos = "debian-12"\n';

function printFiles(files: readonly StringFile[]): string[] {
  return files.map(({ path, source }) => `file "/srv/strings/${path}" {\n  text = ${source}\n}\n`);
}

/** Prints the spec that sends every string through texts, variables, arguments and environment variables. */
export function printStringSpec(): string {
  const strings = Object.values(readNastyStrings());
  return [
    HEAD,
    ...strings.map((text, index) => `let ${variableName(index)}: text = ${quoteString(text)}`),
    "\npackage python3\n\nuser observer {\n  system = true\n}\n",
    'file "/srv/strings/observe.py" {\n  source = file("./observe.py")\n}\n',
    ...printFiles(sharedFiles()),
    'directory "/srv/strings/file" {\n  source = "./strings"\n}\n',
    ...Object.keys(BINARIES).map(
      (name) => `file "/srv/strings/binary/${name}" {\n  source = file("./strings/${name}")\n}\n`,
    ),
    'process observer {\n  user = observer\n  run = [\n    "/usr/bin/python3",\n    "/srv/strings/observe.py",',
    ...strings.map((text) => `    ${quoteString(text)},`),
    "  ]\n  env {",
    ...strings.map((text, index) => `    LAB_${index} = ${quoteString(text)}`),
    "  }\n}\n",
  ].join("\n");
}

/** What the observer must have seen. */
export function expectedSight(): { readonly arguments: readonly string[]; readonly environment: object } {
  const encoded = Object.values(readNastyStrings()).map((text) => Buffer.from(text, "utf8").toString("base64"));
  return {
    arguments: encoded,
    environment: Object.fromEntries(encoded.map((text, index) => [`LAB_${index}`, text])),
  };
}

function toHex(files: readonly StringFile[]): Record<string, string> {
  return Object.fromEntries(files.map(({ path, text }) => [path, Buffer.from(text, "utf8").toString("hex")]));
}

/** The paths and exact bytes of the files that the spec declares, judged apart from the compiler's own oracle. */
export function expectedFiles(): Readonly<Record<string, string>> {
  const files = toHex(sharedFiles());
  for (const [name, bytes] of Object.entries(localFiles())) {
    const hex = Buffer.from(bytes).toString("hex");
    files[`file/${name}`] = hex;
    if (name in BINARIES) files[`binary/${name}`] = hex;
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

/**
 * Writes the generated specs with their files into a folder. Each string as a file of its own is for the two targets
 * that write texts into a file of theirs; Ansible, which needs a second for each, copies them as they are.
 */
export function writeStringCases(folder: string): LabCase[] {
  const shared = join(folder, "shared");
  mkdirSync(join(shared, "strings"), { recursive: true });
  writeFileSync(join(shared, "main.envspec"), printStringSpec());
  writeFileSync(join(shared, "observe.py"), OBSERVER);
  for (const [name, bytes] of Object.entries(localFiles())) writeFileSync(join(shared, "strings", name), bytes);
  const whole = join(folder, "whole");
  mkdirSync(whole, { recursive: true });
  writeFileSync(join(whole, "main.envspec"), [HEAD, "package python3\n", ...printFiles(wholeFiles())].join("\n"));
  const readAll = ["python3", "-c", READ_FILES];
  const checks = [
    { run: readAll, json: expectedFiles() },
    { run: ["python3", "-c", ASK], json: expectedSight() },
  ];
  const wholeChecks = [{ run: readAll, json: toHex(wholeFiles()) }];
  return [
    { name: "strings", folder: shared, settings: { checks, slim: false } },
    {
      name: "strings-whole",
      folder: whole,
      settings: { checks: wholeChecks, slim: false, targets: ["dockerfile", "cloud-init"] },
    },
  ];
}
