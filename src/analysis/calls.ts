import { diagnose } from "../diagnostics/diagnose.ts";
import { joinTexts, literalText, type Text } from "../ir/text.ts";
import { unwrapValue } from "../ir/value.ts";
import type { CallNode, ValueNode } from "../parser/ast.ts";
import type { At, Wanted } from "./context.ts";
import { fitFile, fitValue } from "./fit.ts";
import { insertValue } from "./interpolate.ts";
import { exampleAt, readOutsideText, replaceBy, reportType } from "./literals.ts";
import { readTemplate } from "./local-files.ts";
import { evaluateParts } from "./parts.ts";
import { isVariableName, variableName } from "./secret-names.ts";
import type { Outcome } from "./state.ts";
import { describeType } from "./value-types.ts";
import { textValue } from "./values.ts";

const valueFunctions: Readonly<Record<string, string>> = {
  file: 'file("./site.conf")',
  template: 'template("./site.conf")',
  env: 'env("PORT", "8080")',
  join: 'join(names, ", ")',
  lines: 'lines(names, "allow ", ";")',
};
const secretFunctions: ReadonlySet<string> = new Set(["generate", "ask", "vault", "sops", "age"]);
const conditionFunctions: ReadonlySet<string> = new Set(["not", "is", "given"]);

/** Every function of the language. */
export const functionNames = [...Object.keys(valueFunctions), ...secretFunctions, ...conditionFunctions];

/** Works out `name(…)`; a function that is unknown, misplaced or called wrongly is reported. */
export function evaluateCall(node: CallNode, wanted: Wanted, at: At): Outcome {
  const { report } = at.env;
  const name = node.callee.segments.map((segment) => segment.text).join(".");
  if (conditionFunctions.has(name)) {
    report.add(diagnose("E0316", { name, place: "after `when =` of a whole block in a module" }, node.span));
    return "bad";
  }
  if (secretFunctions.has(name) || (name === "env" && wanted?.type === "secret")) {
    report.add(
      diagnose("E0704", { name }, node.span, {
        help: `declare it: \`secret db-password = ${name}(…)\`, and use the name here`,
      }),
    );
    return "bad";
  }
  switch (name) {
    case "file": {
      const path = textArgument(node, 0, 1, at);
      return path === undefined ? "bad" : fitFile(path, wanted, node.span, at);
    }
    case "template": {
      const path = textArgument(node, 0, 1, at);
      const parts = path === undefined ? undefined : readTemplate(at.env, path, node.args[0]?.span ?? node.span);
      const text = parts === undefined ? undefined : evaluateParts(parts, at, node.span);
      if (text === undefined) return "bad";
      return wanted === undefined ? { is: "text", text } : fitValue({ is: "text", text }, wanted, node.span, at);
    }
    case "env":
      return readEnvironment(node, wanted, at);
    case "join":
    case "lines":
      return joinList(node, name, wanted, at);
  }
  const near = report.nearest(name, functionNames);
  if (!report.silences(name))
    report.add(
      diagnose(
        "E0314",
        { name, known: functionNames.join(", ") },
        node.callee.span,
        near === undefined
          ? {}
          : {
              label: `did you mean \`${near}\`?`,
              fixes: [
                { title: `write \`${near}\``, safety: "suggested", edits: [{ span: node.callee.span, text: near }] },
              ],
            },
      ),
    );
  return "bad";
}

/** Reports arguments that do not fit. Always undefined. */
export function reportArguments(node: CallNode, at: At): undefined {
  const name = node.callee.segments.map((segment) => segment.text).join(".");
  const examples: Readonly<Record<string, string>> = {
    ...valueFunctions,
    generate: "generate(48)",
    ask: 'ask("Password of the database")',
    vault: 'vault("shop_db_password")',
    sops: 'sops("./secrets.prod.yaml", "db.password")',
    age: 'age("./secrets/db-password.age")',
    not: "not(tls)",
    is: "is(size, large)",
    given: "given(admin)",
  };
  at.env.report.add(
    diagnose(
      "E0315",
      { name, wants: "other arguments", example: Object.hasOwn(examples, name) ? (examples[name] ?? name) : name },
      node.span,
    ),
  );
  return undefined;
}

/** The argument at `index` as a text that is known while compiling; reported when it is not there or not one. */
export function textArgument(node: CallNode, index: number, most: number, at: At): string | undefined {
  const argument = node.args[index];
  if (argument === undefined || node.args.length > most) return reportArguments(node, at);
  if (reportBareVariable(node, argument, at)) return undefined;
  return constantText(argument, `what stands in \`${node.callee.segments[0]?.text ?? ""}(…)\``, at);
}

/** Reports `env(DB_PASSWORD)`: the name of an environment variable is a text, whatever in the file is called nearly so. */
function reportBareVariable(node: CallNode, argument: ValueNode, at: At): boolean {
  if (node.callee.segments[0]?.text !== "env" || argument.type !== "path") return false;
  const [word, more] = argument.path.segments;
  if (word === undefined || more !== undefined || word.quoted || at.env.report.silences(word.text)) return false;
  const decl = at.place.scope.values.get(word.text);
  if (decl?.decl === "variable") return false;
  const isFree = decl === undefined && isVariableName(word.text);
  const variable = isFree ? word.text : variableName(word.text);
  // No name of the language begins with a capital: it can only be the variable's.
  const fix = replaceBy(argument.span, `"${variable}"`, /^[A-Z]/.test(word.text) ? "safe" : "suggested");
  const details = { help: `write \`env("${variable}")\``, fixes: [fix] };
  at.env.report.add(
    decl === undefined
      ? diagnose("E0313", { name: word.text }, argument.span, details)
      : diagnose("E0702", { name: word.text, what: "what stands in `env(…)`" }, argument.span, details),
  );
  return true;
}

function constantText(node: ValueNode, what: string, at: At): string | undefined {
  const value = at.env.evaluate(node, { type: "text" }, { ...at, what, constant: what, secrets: "refused" });
  if (typeof value === "string") return undefined;
  const inner = unwrapValue(value);
  return inner?.is === "text"
    ? inner.text
        .map((part) => (typeof part === "string" ? part : part.hole === "variable" ? (part.value ?? "") : ""))
        .join("")
    : undefined;
}

function readEnvironment(node: CallNode, wanted: Wanted, at: At): Outcome {
  const { report } = at.env;
  const name = textArgument(node, 0, 2, at);
  if (name === undefined) return "bad";
  const found = at.env.project.files.environmentVariable(name);
  if (found === undefined) {
    const usual = node.args[1];
    if (usual !== undefined) return at.env.evaluate(usual, wanted, at);
    report.add(diagnose("E0319", { name }, node.span));
    return "bad";
  }
  if (wanted === undefined) return textValue(found);
  const list = wanted.type === "list";
  const one = list ? wanted.of : wanted;
  const read = (text: string): Outcome => {
    const special = readOutsideText(text, one);
    if (special !== undefined) return fitValue(special, one, node.span, at);
    switch (one.type) {
      case "int":
      case "number":
      case "port":
      case "percent":
      case "bool":
      case "duration":
      case "size":
      case "mode":
      case "enum":
        // What the variable holds is not shown: it may be a secret that went to the wrong name.
        report.add(
          diagnose(
            "E0302",
            {
              value: `$${name}`,
              wanted: describeType(one),
              why: "what the variable holds is something else",
              example: exampleAt(one, at),
            },
            node.span,
          ),
        );
        return "bad";
      default:
        return fitValue(textValue(text), one, node.span, at);
    }
  };
  if (!list) return read(found);
  const items = found
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  const values = items.map(read);
  return values.includes("bad") ? "bad" : { is: "list", items: values.filter((value) => typeof value !== "string") };
}

function joinList(node: CallNode, name: "join" | "lines", wanted: Wanted, at: At): Outcome {
  const [list] = node.args;
  const enough = name === "join" ? node.args.length === 2 : node.args.length >= 1 && node.args.length <= 3;
  if (list === undefined || !enough) {
    reportArguments(node, at);
    return "bad";
  }
  const value = at.env.evaluate(list, undefined, { ...at, what: `the list in \`${name}(…)\`` });
  if (typeof value === "string") return value;
  const inner = unwrapValue(value);
  if (inner === undefined) {
    at.env.report.add(
      diagnose("E0321", { what: `the list in \`${name}(…)\``, why: "this differs from host to host" }, list.span),
    );
    return "bad";
  }
  if (inner.is !== "list")
    return reportType("something else", { type: "list", of: { type: "text" } }, list.span, {
      ...at,
      what: `${name}(…)`,
    });
  const extra: Text[] = [];
  for (const argument of node.args.slice(1)) {
    const text = at.env.evaluate(argument, { type: "text" }, { ...at, what: `${name}(…)` });
    if (typeof text === "string") return "bad";
    const inserted = insertValue(text, { segments: [], span: argument.span }, at);
    if (inserted === undefined) return "bad";
    extra.push(inserted);
  }
  const between: Text = name === "join" ? (extra[0] ?? []) : literalText("\n");
  const [before, after]: readonly Text[] = name === "join" ? [[], []] : [extra[0] ?? [], extra[1] ?? []];
  const pieces: Text[] = [];
  for (const item of inner.items) {
    const text = insertValue(
      item,
      { segments: [{ text: "an item", quoted: false, span: list.span }], span: list.span },
      at,
    );
    if (text === undefined) return "bad";
    if (pieces.length > 0) pieces.push(between);
    pieces.push(before ?? [], text, after ?? []);
  }
  const text = joinTexts(...pieces);
  return wanted === undefined ? { is: "text", text } : fitValue({ is: "text", text }, wanted, node.span, at);
}
