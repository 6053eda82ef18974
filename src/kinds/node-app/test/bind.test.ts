/** Where an app listens, and who is told about it. */
import { describe, expect, test } from "vitest";
import { lowerFiles, opWith } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

interface Situation {
  /** More lines of the app. */
  readonly app?: string;
  /** Where the web server is. */
  readonly proxy?: "edge" | "app";
  readonly rest?: string;
  readonly hosts?: readonly [string, string];
  readonly target?: string;
}

function lowered({ app = "", proxy = "edge", rest = "", hosts = ["10.0.0.1", "10.0.0.2"], target }: Situation) {
  const { programs, diagnostics } = lowerFiles({
    "app/package.json": JSON.stringify({ scripts: { start: "node server.js" } }),
    "app/server.js": "",
    "main.envspec": `envspec 1

machine [edge, app] { os = "debian-12" }

node-app shop {
  machine = app
  source = "./app"
${app}}

proxy front {
  machine = ${proxy}
  domain = "shop.example.com"
  route "/" { to = shop }
}
${rest}
environment prod {
${target === undefined ? "" : `  target = ${target}\n`}  host edge-1 { machine = edge, address = "${hosts[0]}" }
  host app-1 { machine = app, address = "${hosts[1]}" }
}
`,
  });
  const machine = programs[0]?.machines.find(({ name }) => name === "app");
  const op = machine === undefined ? undefined : opWith(machine, "process:shop");
  const host = op?.op === "process" ? op.environment.find(({ name }) => name === "HOST")?.value : undefined;
  return { listens: literalOf(host ?? []), codes: diagnostics.map(({ code }) => code) };
}

describe("an app that another machine uses", () => {
  test("listens where that machine reaches it, and the open port is said", () => {
    expect(lowered({})).toEqual({ listens: "0.0.0.0", codes: ["W0491"] });
    expect(lowered({ hosts: ["2001:db8::1", "2001:db8::2"] })).toEqual({ listens: "::", codes: ["W0491"] });
  });

  test("needs no word when a firewall keeps others out, or the author wrote where it listens", () => {
    expect(lowered({ rest: "firewall { machine = app }\n" })).toEqual({ listens: "0.0.0.0", codes: [] });
    expect(lowered({ app: '  bind = "10.0.0.2"\n' })).toEqual({ listens: "10.0.0.2", codes: [] });
    expect(lowered({ target: "dockerfile" }).codes).toEqual([]);
  });

  test("may not listen to itself alone", () => {
    expect(lowered({ app: '  bind = "127.0.0.1"\n' }).codes).toEqual(["E0499"]);
    expect(lowered({ app: '  bind = "::1"\n' }).codes).toEqual(["E0499"]);
  });
});

test("an app that only its own machine uses listens there", () => {
  expect(lowered({ proxy: "app" })).toEqual({ listens: "127.0.0.1", codes: [] });
});
