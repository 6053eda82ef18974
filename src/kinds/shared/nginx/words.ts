/** Words of an nginx configuration; the only place that quotes them. */
import { encodeHoleValue } from "../../../ir/resolve-text.ts";
import { type Text, joinTexts, literalText, nginxDollar } from "../../../ir/text.ts";

/** One encoded word of a directive. */
export type NginxWord = Text;

/**
 * Words of nginx's own language, as they are: `always`, `$uri`, `/index.php$is_args$args`. Only for texts that stand in
 * this program, never for a value of a spec.
 */
export function syntax(text: string): NginxWord {
  return literalText(text);
}

/**
 * A value in a place where nginx reads variables (most places): every character means itself. nginx has no escape for
 * `$`, so a `$` becomes a variable that holds one, which {@link holdsDollar} finds. Line ends and control characters
 * stay as they are inside the quotes. See ngx_conf_read_token in src/core/ngx_conf_file.c.
 */
export function value(text: Text): NginxWord {
  const [only] = text;
  if (text.length === 1 && typeof only === "string" && isPlain(only)) return text;
  return quoted(text.map((part) => (typeof part === "string" ? encodeHoleValue(part, "nginx") : encodedHole(part))));
}

/** A value in a place where nginx reads no variables, such as the path of a `location`. Known while compiling. */
export function literal(text: string): NginxWord {
  if (isPlain(text)) return literalText(text);
  return literalText(`"${text.replace(/["\\]/g, "\\$&")}"`);
}

/** A domain name, or another value whose type allows no character that nginx reads: it needs no quotes. */
export function name(text: Text): NginxWord {
  return text;
}

/** Whether one of the words needs the variable that holds a `$`. */
export function holdsDollar(words: readonly NginxWord[]): boolean {
  return words
    .flat()
    .some((part) => (typeof part === "string" ? part.includes(nginxDollar) : part.encoding === "nginx"));
}

/** The longest word that nginx takes: it must fit into its buffer of 4096 bytes (NGX_CONF_BUFFER), quotes included. */
export const longestWord = 4000;

/** Characters that mean nothing to nginx, wherever they stand in a word. */
function isPlain(text: string): boolean {
  return /^[A-Za-z0-9_./:=@%+,~^*?&()|!-]+$/.test(text);
}

function encodedHole(part: Exclude<Text[number], string>): Text[number] {
  return { ...part, encoding: "nginx" };
}

function quoted(parts: Text): NginxWord {
  return joinTexts(literalText('"'), parts, literalText('"'));
}
