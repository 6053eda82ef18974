import type { Details } from "../diagnostics/diagnose.ts";
import type { AttributeNode, ValueNode } from "../parser/ast.ts";
import { checkText } from "./check-text.ts";
import { replaceBy } from "./literals.ts";
import type { Env } from "./state.ts";

/** What people call the boxes of an environment, and where they are. */
const hostWords: readonly string[] = ["host", "hosts", "server", "servers", "ip", "ips", "address", "addresses"];

/**
 * Help for `host = "203.0.113.1"` in an environment: a box is a block. undefined when the name is another one, or the value
 * is no address.
 */
export function adviseOnHost(entry: AttributeNode, env: Env): Details | undefined {
  const [word, more] = entry.key.segments;
  if (word === undefined || more !== undefined || !hostWords.includes(word.text)) return undefined;
  const items = entry.value.type === "list" ? entry.value.items.map((item) => item.value) : [entry.value];
  const addresses = items.map(addressOf);
  if (addresses.length === 0 || addresses.includes(undefined)) return undefined;
  const [only = "web", another] = env.classes.keys();
  const className = env.implicit ? "web" : only;
  const place = another === undefined ? "" : `machine = ${only}, `;
  const front = env.project.hostNames.has(`${className}-1`) ? `${env.name ?? className}-` : `${className}-`;
  const blocks = addresses.map((address, index) => `host ${front}${index + 1} { ${place}address = "${address}" }`);
  return {
    help: `a box is a block with a name: write ${blocks.map((block) => `\`${block}\``).join(" and ")}`,
    fixes: [replaceBy(entry.span, blocks.join(", "), "suggested")],
  };
}

/** The IP address or the domain that is written, with nothing in it that is not known here. */
function addressOf(node: ValueNode): string | undefined {
  if (node.type !== "string" || node.parts.length !== 1) return undefined;
  const [part] = node.parts;
  if (part?.part !== "literal") return undefined;
  const { text } = part;
  const isDomain = text.includes(".") && checkText("domain", text) === undefined;
  return isDomain || checkText("ip", text) === undefined ? text : undefined;
}
