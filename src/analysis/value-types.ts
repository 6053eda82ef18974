import { diagnose } from "../diagnostics/diagnose.ts";
import type { ScalarType, ValueType } from "../ir/value-type.ts";
import type { TypeNode } from "../parser/ast.ts";
import { type Reporter, article, listNames } from "./report.ts";

const scalars: ReadonlySet<string> = new Set<ScalarType>([
  "text",
  "bool",
  "port",
  "path",
  "url",
  "domain",
  "email",
  "ip",
  "cidr",
  "duration",
  "time",
  "size",
  "percent",
  "mode",
  "version",
  "regex",
  "name",
]);

/** Every type that may be written after a colon. */
export const typeNames = [...scalars, "int", "number", "list", "map", "optional", "ref", "secret"];

/** What types are called elsewhere. */
const otherNames: Readonly<Record<string, string>> = {
  string: "text",
  str: "text",
  boolean: "bool",
  integer: "int",
  float: "number",
  array: "list",
  dict: "map",
  hostname: "domain",
  octal: "mode",
};

/** Any reference at all. */
export const anyReference: ValueType = { type: "ref", kinds: [] };

/**
 * Reads a written type. undefined when it was reported: an unknown name, a wrong number of arguments. `kinds` are the
 * names that `ref(…)` may hold.
 */
export function readType(node: TypeNode, kinds: ReadonlySet<string>, report: Reporter): ValueType | undefined {
  const wrong = (example: string): undefined => {
    report.add(diagnose("E0315", { name: node.name, wants: "another form", example }, node.span));
    return undefined;
  };
  const { name, args } = node;
  const [first] = args;
  switch (name) {
    case "list":
    case "map":
    case "optional": {
      if (first === undefined || args.length !== 1) return wrong(`${name}(text)`);
      const of = readType(first, kinds, report);
      return of === undefined ? undefined : { type: name, of };
    }
    case "ref": {
      if (args.length === 0) return wrong("ref(machine)");
      const names: string[] = [];
      for (const arg of args) {
        if (kinds.has(arg.name) && arg.args.length === 0) names.push(arg.name);
        else {
          if (!report.silences(arg.name)) {
            const near = report.nearest(arg.name, kinds);
            report.add(
              diagnose(
                "E0201",
                { name: arg.name, own: "" },
                arg.span,
                near === undefined ? {} : { label: `did you mean \`${near}\`?`, help: `write \`${near}\`` },
              ),
            );
          }
          return undefined;
        }
      }
      return { type: "ref", kinds: names };
    }
    case "secret":
      if (args.length > 1 || (first !== undefined && first.name !== "text")) return wrong("secret");
      return { type: "secret" };
    case "int":
    case "number":
      return args.length > 0 ? wrong(name) : { type: name };
    case "enum":
      if (args.length === 0 || args.some((arg) => arg.args.length > 0)) return wrong("enum(small, large)");
      return { type: "enum", values: args.map((arg) => arg.name) };
  }
  if (scalars.has(name)) return args.length > 0 ? wrong(name) : { type: name as ScalarType };
  const near = (Object.hasOwn(otherNames, name) ? otherNames[name] : undefined) ?? report.nearest(name, typeNames);
  report.add(
    diagnose(
      "E0324",
      { name, known: listNames(typeNames, 40) },
      node.span,
      near === undefined
        ? {}
        : {
            label: `did you mean \`${near}\`?`,
            fixes:
              args.length > 0
                ? []
                : [{ title: `write \`${near}\``, safety: "suggested", edits: [{ span: node.span, text: near }] }],
          },
    ),
  );
  return undefined;
}

/** How a type is called in a message, with its article: `a port number`. */
export function describeType(type: ValueType): string {
  return typeWords(type)[0];
}

/** A good value of a type as it is written: `8080`. */
export function exampleOf(type: ValueType): string {
  return typeWords(type)[1];
}

/** The type without `optional(…)` around it. */
export function innerType(type: ValueType): ValueType {
  return type.type === "optional" ? innerType(type.of) : type;
}

function typeWords(type: ValueType): readonly [string, string] {
  switch (type.type) {
    case "text":
      return ["a text", '"Hello"'];
    case "bool":
      return ["`true` or `false`", "true"];
    case "port":
      return ["a port number", "8080"];
    case "path":
      return ["a path", '"/srv/app"'];
    case "url":
      return ["a URL", '"https://example.com/shop"'];
    case "domain":
      return ["a domain name", '"shop.example.com"'];
    case "email":
      return ["an e-mail address", '"anna@example.com"'];
    case "ip":
      return ["an IP address", '"203.0.113.10"'];
    case "cidr":
      return ["an address range", '"10.0.0.0/24"'];
    case "duration":
      return ["a length of time", "30s"];
    case "time":
      return ["a time of day", '"03:30"'];
    case "size":
      return ["a size", "256MB"];
    case "percent":
      return ["a percentage", "85%"];
    case "mode":
      return ["a file mode", "0644"];
    case "version":
      return ["a version", '"8.3"'];
    case "regex":
      return ["a regular expression", '"^/api/"'];
    case "name":
      return ["a bare name", "opcache"];
    case "int":
      return [`a whole number${range(type)}`, String(type.min ?? 3)];
    case "number":
      return [`a number${range(type)}`, String(type.min ?? 1.5)];
    case "enum": {
      const shown = quotedEnum(type.values) ? type.values.map((value) => `"${value}"`) : type.values;
      return [`one of ${listNames(shown, 30)}`, shown[0] ?? ""];
    }
    case "ref": {
      if (type.kinds.length === 0) return ["the name of something in this file", "app"];
      const words = type.kinds.map((kind) => `${article(kind)} ${kind}`);
      if (type.orAddress === true) words.push("an IP address or a range of them");
      return [
        words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${words[words.length - 1]}` : (words[0] ?? ""),
        "app",
      ];
    }
    case "list":
      return [`a list; each item is ${describeType(type.of)}`, `[${exampleOf(type.of)}]`];
    case "map":
      return ["a map", 'env { NAME = "value" }'];
    case "optional":
      return typeWords(type.of);
    case "secret":
      return ["a secret", "db-password"];
    case "content":
      return [
        type.from === "file" ? "a file of the project" : "a text or a file of the project",
        'file("./site.conf")',
      ];
    case "folder":
      return ["a folder of the project", '"./public"'];
    case "setting":
      return ["a text, a number, `true`, `false`, a length of time or a size", "256MB"];
    case "portion":
      return ["a number or a percentage", "25%"];
  }
}

/** Whether the values of an enum are written in quotes: when one of them is not a bare word (`ubuntu-24.04`). */
export function quotedEnum(values: readonly string[]): boolean {
  return values.some((value) => !isBareWord(value));
}

/** Whether a text can be written as a bare word. */
export function isBareWord(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(text);
}

function range(type: { readonly min?: number; readonly max?: number }): string {
  if (type.min !== undefined && type.max !== undefined) return ` from ${type.min} to ${type.max}`;
  if (type.min !== undefined) return `, at least ${type.min}`;
  return type.max === undefined ? "" : `, at most ${type.max}`;
}
