import { expect, test } from "vitest";
import { problemOfConfig } from "../../shared/nginx/check-config.ts";

test.each([
  "",
  "gzip off;",
  '# a comment with a } and a "\ngzip off;\n',
  "location /x { return 204; }",
  'add_header X "a; } {";',
  'if ($arg_x ~ "^\\d{2}$") { return 404; }',
  "set $x ${arg_y}z;",
  "return 200 'it\\'s';",
])("whole directives: %j", (text) => {
  expect(problemOfConfig(text)).toBeUndefined();
});

test.each([
  ["gzip off", "has a directive without a `;` at its end"],
  ["location / { return 204; ", "opens a brace that it does not close"],
  ["}", "closes a brace that it has not opened"],
  ["location / { return 204; } } server {", "closes a brace that it has not opened"],
  ['add_header X "a;', "has a quote that is not closed"],
  [";", "has a `;` with no directive in front of it"],
  ["{ }", "has a `{` with no directive in front of it"],
  ["location / { return 204 }", "has a directive without a `;` at its end"],
])("broken ones: %j", (text, problem) => {
  expect(problemOfConfig(text)).toBe(problem);
});
