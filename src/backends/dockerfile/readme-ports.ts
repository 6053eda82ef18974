/** What the README says about ports: those that are published, and those that are not. */
import type { Runnable } from "./runnable.ts";

/**
 * `ports`: machine → what is published of it; `services`: machine → the service that has its ports. Nothing when there is
 * no port.
 */
export function portText(
  ports: ReadonlyMap<string, readonly string[]>,
  plan: ReadonlyMap<string, readonly Runnable[]>,
  services: ReadonlyMap<string, string>,
): readonly string[] {
  const lines = [...publishedText(ports, services), ...hiddenText(hiddenPorts(plan, services))];
  return lines.length === 0 ? [] : ["", "## Ports", ...lines];
}

function publishedText(
  ports: ReadonlyMap<string, readonly string[]>,
  services: ReadonlyMap<string, string>,
): readonly string[] {
  const published = [...ports].flatMap(([machine, list]) => list.map((text) => ({ machine, ...partsOf(text) })));
  const forVisitors = published.filter(({ inside }) => webPorts.has(inside));
  const [shown] = [...forVisitors, ...published];
  if (shown === undefined) return [];
  const own = published.filter(({ machine }) => machine === shown.machine);
  const isOpen = ({ inside }: Published): boolean => inside === shown.inside || webPorts.has(inside);
  const opened = own.filter(isOpen).map(({ inside }) => inside);
  return [
    "",
    "Published on this computer only, because a published port goes past the host's firewall. Put a reverse proxy in front.",
    "",
    ...published.map(
      ({ machine, outside, inside }) =>
        `- \`127.0.0.1:${outside}\` leads to ${inside}${ports.size === 1 ? "" : ` of \`${machine}\``}`,
    ),
    ...httpsText(published),
    "",
    "Other addresses go into a `compose.override.yaml`. Without `!override` (Compose 2.24.4 and newer) they would come on top",
    `of these; with it, what is not in the new list is not published. Here, whoever reaches this computer reaches ${opened.join(" and ")}:`,
    "",
    "```yaml",
    "services:",
    `  ${services.get(shown.machine) ?? shown.machine}:`,
    "    ports: !override",
    ...own.map((each) =>
      isOpen(each) ? `      - "${each.inside}:${each.inside}"` : `      - "127.0.0.1:${each.outside}:${each.inside}"`,
    ),
    "```",
  ];
}

/** What is meant for visitors from anywhere: HTTP and HTTPS. */
const webPorts: ReadonlySet<string> = new Set(["80", "443"]);

interface Published {
  readonly outside: string;
  readonly inside: string;
}

/** `127.0.0.1:8080:80`. */
function partsOf(published: string): Published {
  const [, outside = "", inside = ""] = published.split(":");
  return { outside, inside };
}

/** A port of a server that only its own machine reaches; `network`: the service to which Compose would publish it. */
interface HiddenPort {
  readonly name: string;
  readonly port: number;
  readonly network: string;
}

function hiddenPorts(
  plan: ReadonlyMap<string, readonly Runnable[]>,
  services: ReadonlyMap<string, string>,
): readonly HiddenPort[] {
  return [...plan].flatMap(([machine, runnables]) =>
    runnables
      .filter(({ op }) => op.op === "container" && op.published === "nowhere")
      .flatMap(({ name, ports }) => ports.map((port) => ({ name, port, network: services.get(machine) ?? machine }))),
  );
}

function hiddenText(hidden: readonly HiddenPort[]): readonly string[] {
  const [first] = hidden;
  if (first === undefined) return [];
  const list = hidden.map(({ name, port }) => `\`${name}\` on ${port}`).join(", ");
  return [
    "",
    `Not published, because on a machine, too, only its own programs reach it: ${list}.`,
    "Where you need such a port on this computer, write a `compose.override.yaml`, the first number being one that is free here:",
    "",
    "```yaml",
    "services:",
    `  ${first.network}:`,
    "    ports:",
    `      - "127.0.0.1:${first.port}:${first.port}"`,
    "```",
  ];
}

/** A web server knows its own port, and not the one in front of it. */
function httpsText(published: readonly (Published & { readonly machine: string })[]): readonly string[] {
  const plain = new Set(published.flatMap(({ machine, inside }) => (inside === "80" ? [machine] : [])));
  const moved = published.flatMap(({ machine, outside, inside }) =>
    inside === "443" && outside !== "443" && plain.has(machine) ? [outside] : [],
  );
  if (moved.length === 0) return [];
  return [
    "",
    `A server that sends visitors on to HTTPS sends them to port 443, as on a machine: go to port ${moved.join(" or ")} at once, with \`https://\` in`,
    "front of the name.",
  ];
}
