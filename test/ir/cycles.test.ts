import { describe, expect, test } from "vitest";
import { lowerFiles } from "../kinds/compile-spec.ts";

function compile(blocks: string) {
  const text = `envspec 1\n\nos = "debian-12"\n\n${blocks}\n`;
  const { diagnostics } = lowerFiles({ "main.envspec": text });
  return diagnostics.map((one) => ({
    code: one.code,
    title: one.title,
    lines: [one.span, ...one.related.map((related) => related.span)].map(
      (span) => text.slice(0, span.start).split("\n").length,
    ),
  }));
}

describe("what waits for itself is reported with its lines", () => {
  test("two commands that follow each other's changes", () => {
    expect(
      compile(
        'command one { run = "true", on-change = [two] }\ncommand two { run = "true", on-change = [three] }\ncommand three { run = "true", on-change = [one] }',
      ),
    ).toEqual([
      {
        code: "E0404",
        title: expect.stringContaining(
          ": the command `one` → the command `two` → the command `three` → the command `one`",
        ) as string,
        lines: [5, 6, 7],
      },
    ]);
  });

  test("a command that follows its own change", () => {
    const [first, ...others] = compile('command one { run = "true", on-change = [one] }');
    expect(others).toEqual([]);
    expect(first?.code).toBe("E0404");
    expect(first?.title).toContain(": the command `one` → the command `one`");
  });

  test("not what is done between a package and the block that needs it", () => {
    const prepared =
      'service prepare { after = [package."docker.io"] }\ncontainer shop {\n  image = "shop:1"\n  after = [prepare]\n}';
    expect(compile(`package "docker.io"\n${prepared}`)).toEqual([]);
  });

  test("a block that comes after itself", () => {
    const [first, ...others] = compile('file "/etc/one" { text = "1", after = [file."/etc/one"] }');
    expect(others).toEqual([]);
    expect(first?.code).toBe("E0404");
    expect(first?.title).toContain('file "/etc/one" → file "/etc/one"');
  });

  test("a command that follows a file which comes after it", () => {
    expect(
      compile(
        'command one { run = "true", on-change = [file."/etc/one"] }\nfile "/etc/one" { text = "1", after = [one] }',
      ).map((one) => [one.code, one.lines]),
    ).toEqual([["E0404", [5, 6]]]);
  });

  test("a command that follows a service which comes after it", () => {
    expect(
      compile(
        'package nginx\ncommand one { run = "true", on-change = [service.nginx] }\nservice nginx { after = [one] }',
      ).map((one) => [one.code, one.lines]),
    ).toEqual([["E0404", [6, 7]]]);
  });
});

describe("what only looks like a circle is ordered", () => {
  test("a file in a folder of a command that follows the file", () => {
    expect(
      compile(
        'file "/srv/app/list" { text = "1" }\ncommand one { run = "touch /srv/app/done", directory = "/srv/app", on-change = [file."/srv/app/list"] }',
      ),
    ).toEqual([]);
  });

  test("a process that a file restarts and a command follows", () => {
    expect(
      compile(
        'file "/etc/app" { text = "1", restarts = [app] }\nprocess app { run = ["/bin/sleep", "9"], user = root, directory = "/srv" }\ncommand one { run = "true", directory = "/srv", on-change = [file."/etc/app"] }',
      ),
    ).toEqual([]);
  });
});
