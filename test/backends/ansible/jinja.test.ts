import { describe, expect, it } from "vitest";
import { argumentString, literalArgument, templateText, textArgument } from "../../../src/backends/ansible/jinja.ts";
import type { HoleExpression } from "../../../src/backends/ansible/jinja.ts";
import type { Hole } from "../../../src/ir/text.ts";
import { variable } from "./sample.ts";

const open: HoleExpression = () => ({ expression: "web_x", needsEncoding: true });

describe("Jinja", () => {
  it("keeps opening braces of a template literal, also one right before a hole", () => {
    expect(templateText(["a {{ b }} {% c {", variable("x", "1")], open)).toBe(
      "a {{ '{{' }} b }} {{ '{%' }} c {{ '{' }}{{ web_x }}",
    );
  });

  it("does not let a template's first line become its options", () => {
    expect(templateText(["#jinja2: lstrip_blocks: True\n", variable("x", "1")], open)).toMatch(/^\{\{ '#' \}\}jinja2:/);
  });

  it("keeps the line end after a value that may end in one", () => {
    expect(templateText([variable("x", "a\n"), "\n"], open, true)).toBe("{{ web_x }}{{ '\\n' }}");
  });

  it("gives every address of a machine a line of its own in a template, else joins them", () => {
    const list: HoleExpression = () => ({ expression: "all", needsEncoding: false });
    const every = (before: string, between: string, after: string): Hole => ({
      hole: "address",
      machine: "web",
      every: { family: "ipv4", before, between, after },
      encoding: "plain",
      span: { file: "", start: 0, end: 0 },
    });
    expect(templateText(["a\n", every("host {{ ", "", "/32\n"), "b\n"], list)).toBe(
      "a\n{% for address in all %}\nhost {{ '{{' }} {{ address }}/32\n{% endfor %}\nb\n",
    );
    expect(templateText(["{ ", every("", ", ", ""), " }"], list)).toBe("{ {{ all | join(', ') }} }");
    expect(templateText(["x", every("<", " ", ">\n")], list)).toBe("x{{ ('<' ~ (all | join('>\n <')) ~ '>\n') }}");
    expect(textArgument(["x", every("", "", "\n")], list).text).toBe(
      "{{ ('x' ~ ('' ~ (all | join('\n')) ~ '\n')) | string }}",
    );
  });

  it("writes no backslash, carriage return or tab into an expression of a task", () => {
    expect(argumentString("it's")).toBe('"it\'s"');
    expect(argumentString("a\\b\r\tc")).toBe(
      "('a' ~ '%c' | format(92) ~ 'b' ~ '%c' | format(13) ~ '%c' | format(9) ~ 'c')",
    );
    expect(argumentString("")).toBe("''");
  });

  it("writes texts readably where that is exact", () => {
    expect(textArgument(["web-", variable("x", "1")], open).text).toBe("web-{{ web_x }}");
    expect(textArgument([variable("x", "1")], open).text).toBe("{{ web_x | string }}");
    expect(literalArgument("plain").text).toBe("plain");
    expect(literalArgument("{{ x }}").text).toBe("{{ '{{ x }}' | string }}");
  });
});
