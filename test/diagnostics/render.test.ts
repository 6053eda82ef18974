import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";
import { createSourceFile, type SourceFile } from "../../src/text/source-file.ts";
import type { Span } from "../../src/text/span.ts";

const text = `envspec 1

node-app shop {
  prot = 3000
  run = 1
  a = 1
  b = 2
}
`;

function spanOf(source: SourceFile, needle: string): Span {
  const start = source.text.indexOf(needle);
  return { file: source.path, start, end: start + needle.length };
}

function diagnostic(span: Span, more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: "E0203",
    slug: "unknown-attribute",
    severity: "error",
    title: "`node-app` has no attribute `prot`",
    span,
    related: [],
    notes: [],
    fixes: [],
    data: {},
    ...more,
  };
}

const shop = createSourceFile("shop.envspec", text);
const sources = new Map([[shop.path, shop]]);
const human = (each: Diagnostic, from: ReadonlyMap<string, SourceFile> = sources): string =>
  renderDiagnostics([each], from, "human");

describe("human", () => {
  it("looks as the language reference shows it", () => {
    const fixes = [{ title: "", safety: "safe", edits: [] }] as const;
    expect(human(diagnostic(spanOf(shop, "prot"), { label: "did you mean `port`?", help: "rename it", fixes }))).toBe(
      `error[E0203]: \`node-app\` has no attribute \`prot\`
   ┌─ shop.envspec:4:3
   │
 4 │   prot = 3000
   │   ^^^^ did you mean \`port\`?
   │
   help: rename it (envc check --fix)
   more: envc explain E0203
`,
    );
  });

  it("shows related places of the same file in one excerpt, and those of other files after it", () => {
    const other = createSourceFile("lib/base.envspec", "envspec 1\nservice x\n");
    const related = [
      { span: spanOf(shop, "node-app"), message: "in this block" },
      { span: spanOf(other, "service x"), message: "and here" },
      { span: { file: "gone.envspec", start: 0, end: 1 }, message: "and there" },
    ];
    const all = new Map([...sources, [other.path, other] as const]);
    expect(human(diagnostic(spanOf(shop, "b = 2"), { related, notes: ["one\ntwo"] }), all)).toBe(
      `error[E0203]: \`node-app\` has no attribute \`prot\`
   ┌─ shop.envspec:7:3
   │
 3 │ node-app shop {
   │ -------- in this block
   ·
 7 │   b = 2
   │   ^^^^^
   ├─ lib/base.envspec:2:1
   │
 2 │ service x
   │ --------- and here
   ├─ gone.envspec
   │
   │ and there
   │
   note: one
         two
   more: envc explain E0203
`,
    );
  });

  it("marks several lines with a bracket", () => {
    const span = { ...spanOf(shop, "node-app"), end: text.length - 1 };
    const related = [{ span: spanOf(shop, "a = 1"), message: "this one" }];
    expect(human(diagnostic(span, { label: "all of it", related }))).toContain(`
 3 │ ╭ node-app shop {
   · │
 6 │ │   a = 1
   │ │   ----- this one
   · │
 8 │ │ }
   │ ╰─^ all of it
`);
  });

  it("marks the right columns after tabs, wide and combining characters", () => {
    const source = createSourceFile("a.envspec", '\tlet 名前 = "e\u0301🙂" x\n');
    const span = spanOf(source, "x");
    expect(human(diagnostic(span), new Map([[source.path, source]]))).toContain(
      ' 1 │     let 名前 = "e\u0301🙂" x\n   │                      ^\n',
    );
  });

  it.each([
    ["escape sequences", "\u001b[31m", "\\u{1b}[31m"],
    ["bidirectional controls", "\u202e\u2066", "\\u{202e}\\u{2066}"],
    ["NUL", "\0", "\\u{0}"],
    ["half a surrogate pair", "\ud800", "\\u{d800}"],
    ["a C1 control", "\u009b", "\\u{9b}"],
  ])("makes %s visible, in the source and in every text, and marks the right column", (_, raw, shown) => {
    const source = createSourceFile("a.envspec", `${raw}here\n`);
    const each = diagnostic(spanOf(source, "here"), {
      title: raw,
      label: raw,
      help: raw,
      notes: [raw],
      related: [{ span: { file: raw, start: 0, end: 0 }, message: raw }],
    });
    const output = human(each, new Map([[source.path, source]]));
    expect(output).toContain(` 1 │ ${shown}here\n   │ ${" ".repeat(shown.length)}^^^^ ${shown}`);
    for (const format of ["human", "short", "github"] as const)
      expect(renderDiagnostics([each], new Map([[source.path, source]]), format)).not.toContain(raw);
  });

  it("cuts long lines around the mark, fast", () => {
    const source = createSourceFile("a.envspec", `${"a".repeat(500_000)}here${"b".repeat(500_000)}\n`);
    const output = human(diagnostic(spanOf(source, "here")), new Map([[source.path, source]]));
    expect(Math.max(...output.split("\n").map((line) => line.length))).toBeLessThan(200);
    const [marked = "", mark = ""] = output.split("\n").slice(3);
    expect(marked.slice(mark.indexOf("^"), mark.indexOf("^") + 4)).toBe("here");
  });

  it("stands every line number and span there is, also at the end of the file", () => {
    const source = createSourceFile("a.envspec", "x\r\ny\rz");
    for (let start = 0; start <= source.text.length; start++)
      for (let end = start; end <= source.text.length + 2; end++)
        expect(human(diagnostic({ file: "a.envspec", start, end }), new Map([[source.path, source]]))).toContain("^");
  });

  it("widens the margin for large line numbers", () => {
    const source = createSourceFile("a.envspec", `${"\n".repeat(1233)}here\n`);
    expect(human(diagnostic(spanOf(source, "here")), new Map([[source.path, source]]))).toContain(
      "     ┌─ a.envspec:1234:1\n     │\n1234 │ here\n     │ ^^^^\n     │\n     more:",
    );
  });

  it("uses colour only when told to", () => {
    const each = diagnostic(spanOf(shop, "prot"));
    expect(renderDiagnostics([each], sources, "human", true)).toContain("\u001b[31m");
    expect(renderDiagnostics([each], sources, "human")).not.toContain("\u001b");
  });

  it("names a file without source", () => {
    expect(human(diagnostic({ file: "out/site.yml", start: 0, end: 0 }))).toBe(
      "error[E0203]: `node-app` has no attribute `prot`\n   ┌─ out/site.yml\n   │\n   more: envc explain E0203\n",
    );
  });
});

describe("short", () => {
  it("is one line, with the path that the source is shown by", () => {
    const shown = new Map([[shop.path, { ...shop, path: "../shop.envspec" }]]);
    expect(renderDiagnostics([diagnostic(spanOf(shop, "prot"))], shown, "short")).toBe(
      "../shop.envspec:4:3: error E0203: `node-app` has no attribute `prot`\n",
    );
  });
});

describe("json", () => {
  it("has a format version, and positions", () => {
    const edit = { span: spanOf(shop, "prot"), text: "port" };
    const fixes = [{ title: "rename it", safety: "safe", edits: [edit] }] as const;
    const parsed: unknown = JSON.parse(
      renderDiagnostics([diagnostic(spanOf(shop, "prot"), { fixes })], sources, "json"),
    );
    const span = {
      file: "shop.envspec",
      start: { line: 4, column: 3, offset: 29 },
      end: { line: 4, column: 7, offset: 33 },
    };
    expect(parsed).toEqual({
      format: 1,
      omitted: 0,
      diagnostics: [
        {
          code: "E0203",
          slug: "unknown-attribute",
          severity: "error",
          title: "`node-app` has no attribute `prot`",
          span,
          label: null,
          related: [],
          notes: [],
          help: null,
          fixes: [{ title: "rename it", safety: "safe", edits: [{ span, text: "port" }] }],
          data: {},
        },
      ],
    });
  });

  it("is a document when there is nothing to say", () => {
    expect(renderDiagnostics([], sources, "json")).toBe('{\n  "format": 1,\n  "diagnostics": [],\n  "omitted": 0\n}\n');
  });
});

describe("github", () => {
  it("escapes what the runner reads", () => {
    const source = createSourceFile("a,b:c%.envspec", "x\ny\n");
    const each = diagnostic(
      { file: source.path, start: 0, end: 3 },
      { title: "50%: a\r\nb", severity: "note", help: "type it" },
    );
    expect(renderDiagnostics([each], new Map([[source.path, source]]), "github")).toBe(
      "::notice file=a%2Cb%3Ac%25.envspec,line=1,endLine=2,col=1,title=E0203::50%25: a%0Ab%0Ahelp: type it\n",
    );
  });

  it("cannot be made to say a second command", () => {
    const each = diagnostic(spanOf(shop, "prot"), { title: "a\n::set-output name=x::y" });
    expect(renderDiagnostics([each], sources, "github").trim().split("\n")).toHaveLength(1);
  });
});

describe("very many places of one diagnostic", () => {
  it("are cut, and the rest is counted", () => {
    const related = Array.from({ length: 50 }, () => ({ span: spanOf(shop, "run"), message: "here" }));
    const text = human(diagnostic(spanOf(shop, "prot"), { related }));
    expect(text.match(/here/g)).toHaveLength(20);
    expect(text).toContain("note: and 30 more places");
  });
});

describe("very many", () => {
  const each = (severity: Diagnostic["severity"]): Diagnostic => diagnostic(spanOf(shop, "prot"), { severity });
  const many = [...Array.from({ length: 3000 }, () => each("warning")), each("error")];
  const omitted = { error: 0, warning: 20, note: 0 };

  it("are cut, and the rest is counted", () => {
    const text = renderDiagnostics(many, sources, "human", false, omitted);
    expect(text.split("warning[E0203]")).toHaveLength(100);
    expect(text).toContain("error[E0203]");
    expect(text.endsWith("\n\n… and 2921 more\n")).toBe(true);
  });

  it("are cut for programs too, which are told", () => {
    const parsed = JSON.parse(renderDiagnostics(many, sources, "json", false, omitted)) as Record<string, unknown>;
    expect(parsed["diagnostics"]).toHaveLength(1000);
    expect(parsed["omitted"]).toBe(2021);
    expect(renderDiagnostics(many, sources, "short", false, omitted).split("\n").slice(-2)).toEqual([
      "… and 2021 more",
      "",
    ]);
    expect(renderDiagnostics(many, sources, "github", false, omitted)).toMatch(/\n::notice::… and 2021 more\n$/);
  });
});

it("hides what may be a key, and no name of a file", () => {
  const line = 'authorized-keys = ["~/.ssh/id_ed25519.pub", "./keys/anna", "hunter2 /etc/x", "/9j/4AAQ"]';
  const source = createSourceFile("keys.envspec", `${line}\n`);
  const span = { file: source.path, start: line.indexOf("["), end: line.length };
  expect(human(diagnostic(span, { code: "E0411" }), new Map([[source.path, source]]))).toContain(
    'authorized-keys = •"~/.ssh/id_ed25519.pub"• "./keys/anna"• "••••••• ••••••"• "••••••••"•\n',
  );
});
