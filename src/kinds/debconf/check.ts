import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { NestedBlock, Resource } from "../../ir/model.ts";
import { knownText } from "../../ir/read-value.ts";
import { declarationOf } from "../shared/check.ts";
import { insteadOfAnswers } from "./already-there.ts";

/** debconf-devel(7): the name of the package (or `shared`), a `/`, and a name. */
const question = /^[a-z0-9][a-z0-9+.-]*\/[A-Za-z0-9][A-Za-z0-9/_.+-]*$/;

/** Reports a block that answers nothing or comes too late, and what debconf-set-selections would read as something else. */
export function checkDebconf(resource: Resource): readonly Diagnostic[] {
  const answers = resource.blocks["answer"] ?? [];
  const { name } = resource;
  if (answers.length === 0) {
    const instead = `write \`answer "${name}/question" { value = "…" }\``;
    return [diagnose("E0439", { name, problem: "answers no question", instead }, declarationOf(resource))];
  }
  const instead = insteadOfAnswers(name);
  return [
    ...(instead === undefined ? [] : [diagnose("W0456", { name, instead }, declarationOf(resource))]),
    ...answers.flatMap((answer) => {
      const problem = problemOf(answer);
      return problem === undefined ? [] : [diagnose("E0439", { name, ...problem }, answer.span)];
    }),
  ];
}

function problemOf(answer: NestedBlock): { readonly problem: string; readonly instead: string } | undefined {
  const label = answer.label ?? "";
  const text = knownText(answer.attributes["value"]?.value) ?? "";
  if (!question.test(label))
    return {
      problem: `has an answer to \`${label}\`, which is no name of a question`,
      instead: "take the name from `debconf-show PACKAGE`: the package, a `/`, and a name",
    };
  if (/[\n\r]/.test(text) || text.trim() !== text)
    return {
      problem: `has an answer to \`${label}\` that begins or ends with a space, or has several lines`,
      instead: "write it on one line, without spaces around it",
    };
  if (knownText(answer.attributes["type"]?.value) === "boolean" && !["true", "false"].includes(text))
    return {
      problem: `answers \`${label}\`, a question for yes or no, with something else`,
      instead: 'write `value = "true"` or `value = "false"`',
    };
  return undefined;
}
