import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitrarySpec, specText } from "./arbitrary-spec.ts";
import { analyseText, showDiagnostics } from "../analysis/helpers.ts";

const numRuns = process.env["ENVC_LONG"] === undefined ? 100 : 10_000;

const words = (
  "package user file service process machine host environment module let param secret output remove absent use values command " +
  "web prod api deploy nginx cron domain acme this.label this.name this.machine this.machine.os this.host.address os target primary " +
  'text owner mode run port env when after machine address true false always "x" "/srv/a" "./a" "${api}" "${domain}" "${this.name}" "${acme.url}" ' +
  "3000 0644 30s 256MB 85% [ ] { } ( ) = . , ... : not is given join lines file template env generate ask vault ref list optional map int\n"
).split(" ");
const soup = fc
  .array(fc.constantFrom(...words, "\n", "\n", "{", "}", "="), { maxLength: 60 })
  .map((all) => `envspec 1\n${all.join(" ")}\n`);

/** Small pieces that are nearly right, in any order and combination. */
const pieces = fc.constantFrom(
  'os = "debian-12"',
  'machine web { os = "debian-12" }',
  'machine db { os = "debian-12", primary = db-1 }',
  "user deploy",
  "user [a, b] { groups = [sudo] }",
  "package nginx",
  "service nginx { enabled = flag }",
  "let flag = true",
  'let a = "${b}"',
  'let b = "${a}${acme.url}"',
  "let id: int",
  'let team = ["x", ...team]',
  "secret s = generate(48)",
  'file "/a" { text = "${s} ${id} ${api.port} ${this.machine} ${api.host}", owner = deploy }',
  'process api { machine = web, user = deploy, run = ["/x", "${s}"], port = api.port }',
  'process api { machine = db, user = deploy, run = ["/x"], port = 80, env { ...common, A = s } }',
  'values common { A = a, B = "2", ...common }',
  'module page { param p: text = "x"\n param t: optional(bool)\n user "${this.name}" { when = t }\n output url = "${p}"\n page inner }',
  "module pair { param edge: ref(machine)\n service cron { machine = edge, when = is(this.machine.os, debian) }\n output url = cron.name }",
  "page acme { p = a }",
  "pair acme { edge = web }",
  'environment prod { id = 1, target = ansible, api.port = 1, api.env.A = "1", service nginx { enabled = false }, host web-1 { machine = web, address = "203.0.113.1", api.port = 9 } }',
  'environment prod { remove deploy, host db-1 { machine = db, id = 3 }, machine web { user deploy, hostname = "x" }, s = ask("x") }',
  'environment dev { acme.p = "y", remove acme, package nginx2, user dploy }',
);

test("no text makes the analysis throw, and every span is inside its file", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        soup,
        fc.array(pieces, { maxLength: 14 }).map((all) => `envspec 1\n${all.join("\n")}\n`),
      ),
      (text) => {
        const result = analyseText(text);
        for (const { span, related, fixes } of result.diagnostics)
          for (const one of [
            span,
            ...related.map((r) => r.span),
            ...fixes.flatMap((fix) => fix.edits.map((edit) => edit.span)),
          ]) {
            const source = result.sources.get(one.file);
            expect(source).toBeDefined();
            expect(one.start).toBeGreaterThanOrEqual(0);
            expect(one.end).toBeGreaterThanOrEqual(one.start);
            expect(one.end).toBeLessThanOrEqual(source?.text.length ?? -1);
          }
      },
    ),
    { numRuns },
  );
});

const withoutSpans = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (["span", "spans", "itemSpans"].includes(key) ? undefined : inner)),
  );

test("the order of declarations does not change what the Model says", () => {
  fc.assert(
    fc.property(arbitrarySpec, fc.infiniteStream(fc.nat()), (spec, random) => {
      const shuffled = [...spec.blocks]
        .map((block) => ({ block, key: random.next().value as number }))
        .sort((a, b) => a.key - b.key);
      const read = (blocks: readonly string[]) => {
        const result = analyseText(specText(spec, blocks));
        expect(showDiagnostics(result)).toBe("");
        const [model] = result.models;
        return withoutSpans([...(model?.resources ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)));
      };
      expect(read(shuffled.map((one) => one.block))).toEqual(read(spec.blocks));
    }),
    { numRuns },
  );
});

test("a secret's value is never in a Model", () => {
  const canary = "CANARY-7f3a";
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'let d = "x${s}"',
          'file "/a" { text = "${s}" }',
          'file "/b" { text = "${d}" }',
          'file "/c" { source = template("./t") }',
          "user anna { password = s }",
          'process p { run = ["/x"], user = nobody, env { A = d, B = s } }',
          'environment prod { s = env("S") }',
        ),
        { maxLength: 8 },
      ),
      fc.constantFrom('env("S")', 'file("./s")'),
      (all, source) => {
        const text = `envspec 1\nos = "debian-12"\nsecret s = ${source}\n${[...new Set(all)].join("\n")}\n`;
        const result = analyseText(text, { s: canary, t: "x $${s}" }, { S: canary });
        expect(JSON.stringify([result.models, result.diagnostics])).not.toContain(canary);
      },
    ),
    { numRuns },
  );
});
