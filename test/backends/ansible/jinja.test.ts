import { describe, expect, it } from "vitest";
import { argumentString, literalArgument, templateText, textArgument } from "../../../src/backends/ansible/jinja.ts";
import type { HoleExpression } from "../../../src/backends/ansible/jinja.ts";
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
