/** Holds the source against the import rules of the architecture, and against a few rules of style that tools do not know. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
  readonly lazy: boolean;
}

interface Module {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const modules: readonly Module[] = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((path) => `src/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".generated.ts") && !path.endsWith(".test.ts"))
  .sort()
  .map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return { path, text, imports: findImports(text) };
  });

function findImports(text: string): readonly Import[] {
  const found: Import[] = [];
  for (const [, keyword, clause = "", from = ""] of text.matchAll(
    /^(import|export)\s+((?:type\s+)?(?:[^"';]*?\sfrom\s+)?)"([^"]+)"/gm,
  )) {
    if (keyword === "export" && !/\sfrom\s+$/.test(clause)) continue;
    const names = /\{([^}]*)\}/
      .exec(clause)?.[1]
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const onlyTypes = names !== undefined && names.length > 0 && names.every((name) => name.startsWith("type "));
    found.push({ from, typeOnly: clause.startsWith("type ") || (onlyTypes && !/^\w/.test(clause)), lazy: false });
  }
  for (const [, from = ""] of text.matchAll(/(?<!typeof )\bimport\(\s*"([^"]+)"\s*\)/g))
    found.push({ from, typeOnly: false, lazy: true });
  return found;
}

/** The part of the program that a file belongs to: its folder; a backend is a part of its own. */
function partOf(path: string): string {
  const [, folder = "", second = ""] = path.split("/");
  if (folder.endsWith(".ts")) return folder === "index.ts" ? "index" : folder;
  if (folder !== "backends") return folder;
  return second.endsWith(".ts") ? "backends" : `backends/${second}`;
}

/** Who may import whom. What is not listed may not. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  text: [],
  diagnostics: ["text"],
  parser: ["text", "diagnostics"],
  format: ["text", "diagnostics", "parser"],
  edit: ["text", "diagnostics", "parser", "format"],
  ir: ["text", "diagnostics"],
  analysis: ["text", "diagnostics", "parser", "ir"],
  kinds: ["text", "diagnostics", "ir"],
  std: [],
  "backends/*": ["text", "diagnostics", "ir", "backends/shared"],
  /** The list of the backends. */
  backends: ["ir", "backends/*"],
  platform: ["ir"],
  index: [
    "text",
    "diagnostics",
    "parser",
    "format",
    "edit",
    "ir",
    "analysis",
    "kinds",
    "std",
    "backends",
    "backends/shared",
  ],
  cli: ["text", "diagnostics", "ir", "platform", "index", "backends", "backends/shared", "edit"],
};

function rulesFor(part: string): readonly string[] {
  return allowed[part] ?? (part.startsWith("backends/") ? (allowed["backends/*"] ?? []) : []);
}

function targetOf(module: Module, from: string): string | undefined {
  return from.startsWith(".") ? posix.join(posix.dirname(module.path), from) : undefined;
}

describe.each(modules)("$path", (module) => {
  const part = partOf(module.path);

  it("imports only what its part of the program may know", () => {
    expect(allowed[part] ?? allowed[part.replace(/\/.*/, "/*")], `no rules for src/${part}`).toBeDefined();
    const wrong = module.imports
      .map((each) => targetOf(module, each.from))
      .filter((target) => target !== undefined && target !== "package.json")
      .filter((target) => {
        const other = partOf(target ?? "");
        const rules = rulesFor(part);
        return (
          other !== part && !rules.includes(other) && !(other.startsWith("backends/") && rules.includes("backends/*"))
        );
      });
    expect(wrong).toEqual([]);
  });

  it("does nothing with the outside unless it is the platform or the command line", () => {
    const pure = new Set(["node:crypto", "node:buffer", "node:util", "node:zlib"]);
    const outside = module.imports
      .filter(({ from }) => from.startsWith("node:") && !pure.has(from))
      .map(({ from }) => from);
    const code = module.text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
    const words = [
      ...code.matchAll(
        /(?<![.\w"'`-])(process\.(?:env|cwd|exit\w*|argv|std\w+|platform|pid|hrtime|on|kill|getBuiltinModule)\b|console\.\w+|Date\.now|new Date\(|Math\.random|performance\.now|randomBytes|randomUUID|setTimeout)/g,
      ),
    ];
    const isShell = part === "platform" || ["src/cli/main.ts", "src/cli/launch.ts"].includes(module.path);
    if (isShell) return;
    expect(outside).toEqual([]);
    expect(words.map(([word]) => word)).toEqual([]);
  });

  it("keeps nothing that changes at module level", () => {
    const changing = module.text.match(/^(?:export )?(?:let|var) .*/gm) ?? [];
    expect(changing).toEqual([]);
  });

  it("has at most 400 lines", () => {
    expect(module.text.split("\n").length - 1).toBeLessThanOrEqual(400);
  });

  it("says what each exported thing is", () => {
    const lines = module.text.split("\n");
    // One comment may stand above a group of one-line exports.
    const isDocumented = (index: number): boolean => {
      const above = lines[index - 1] ?? "";
      return /\*\/\s*$/.test(above) || (/^export (?:const|type) .*;$/.test(above) && isDocumented(index - 1));
    };
    const silent = lines.filter(
      (line, index) =>
        /^export (?:async )?(?:function|const|interface|type|class|enum) (?!\{)/.test(line) && !isDocumented(index),
    );
    expect(silent).toEqual([]);
  });

  it("leaves nothing for later", () => {
    expect(module.text).not.toMatch(/\b(?:TODO|FIXME|XXX)\b/);
  });

  it("is named in kebab-case", () => {
    expect(module.path).toMatch(/^src\/(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/);
  });
});

describe("the program as a whole", () => {
  const byPath = new Map(modules.map((module) => [module.path, module]));

  it("has no import cycles", () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, chain: readonly string[]): void => {
      if (chain.includes(path)) {
        cycles.push([...chain.slice(chain.indexOf(path)), path].join(" → "));
        return;
      }
      const module = byPath.get(path);
      if (module === undefined || done.has(path)) return;
      for (const each of module.imports) {
        const target = targetOf(module, each.from);
        if (!each.typeOnly && target !== undefined) visit(target, [...chain, path]);
      }
      done.add(path);
    };
    for (const path of byPath.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it("starts without anything heavy", () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const module = byPath.get(path);
      for (const each of module?.imports ?? []) {
        if (each.typeOnly || each.lazy) continue;
        const target = module && targetOf(module, each.from);
        if (target !== undefined) visit(target);
        else if (!each.from.startsWith("node:")) packages.add(each.from);
      }
    };
    visit("src/cli/main.ts");
    expect([...packages]).toEqual([]);
    expect([...seen].filter((path) => !/^src\/(?:cli|platform|diagnostics)\/|^package.json$/.test(path))).toEqual([]);
  });

  it("imports only what package.json lists", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      dependencies: Readonly<Record<string, string>>;
    };
    const used = modules
      .flatMap(({ imports }) => imports.map(({ from }) => from))
      .filter((from) => !/^(?:\.|node:)/.test(from));
    const names = used.map((from) =>
      from
        .split("/")
        .slice(0, from.startsWith("@") ? 2 : 1)
        .join("/"),
    );
    expect(names.filter((name) => !(name in dependencies))).toEqual([]);
  });
});
