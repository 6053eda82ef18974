/** Whether a piece of nginx configuration can stand in a block without changing what is around it. */

/**
 * What is wrong with the directives, in words which complete "`config` …"; undefined when they are whole: every quote and
 * brace that is opened is closed, none is closed that was not opened, and the last directive is ended. Read as nginx does
 * (ngx_conf_read_token in src/core/ngx_conf_file.c).
 */
export function problemOfConfig(text: string): string | undefined {
  let depth = 0;
  let ended = true;
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const [blank] = /^(?:\s|#[^\n]*(?:\n|$))+/.exec(rest) ?? [""];
    if (blank !== "") {
      at += blank.length;
      continue;
    }
    const [mark = ""] = rest;
    if (mark === ";" || mark === "{" || mark === "}") {
      if (mark !== "}" && ended) return `has a \`${mark}\` with no directive in front of it`;
      if (mark === "}" && !ended) return "has a directive without a `;` at its end";
      depth += mark === "{" ? 1 : mark === "}" ? -1 : 0;
      if (depth < 0) return "closes a brace that it has not opened";
      ended = true;
      at += 1;
      continue;
    }
    const word = wordOf(rest);
    if (word === undefined) return "has a quote that is not closed";
    ended = false;
    at += word.length;
  }
  if (depth > 0) return "opens a brace that it does not close";
  return ended ? undefined : "has a directive without a `;` at its end";
}

/** The word at the start; a backslash takes the next character along, `${` its closing brace. */
function wordOf(text: string): string | undefined {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const pattern = quote === '"' ? /^"(?:[^"\\]|\\[^])*"/ : /^'(?:[^'\\]|\\[^])*'/;
    return pattern.exec(text)?.[0];
  }
  return /^(?:\\[^]|\$\{[^}]*\}|[^\s;{}\\])+/.exec(text)?.[0] ?? text[0];
}
