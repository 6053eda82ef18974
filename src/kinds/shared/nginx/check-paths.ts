/** Paths of a virtual host: those of the web, which begin with `/`, and where they lead. */
import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Model, NestedBlock, Resource } from "../../../ir/model.ts";
import { knownText } from "../../../ir/read-value.ts";
import { unwrapValue } from "../../../ir/value.ts";
import { controlCharacters, spanOf } from "../check.ts";
import type { Span } from "../../../text/span.ts";
import { resourceOf } from "../present.ts";
import { readList, readText } from "../read.ts";
import { servesHttp, targetOf } from "./backend.ts";
import { longestWord } from "./words.ts";

const placeBlocks = ["route", "location", "redirect"] as const;
const pageAttributes = ["not-found-page", "error-page", "fallback"] as const;

/** Reports paths that nginx would not match, two rules for one path, and rules that lead nowhere. */
export function checkPaths(resource: Resource, model: Model): readonly Diagnostic[] {
  const seen = new Map<string, NestedBlock>();
  const found: Diagnostic[] = [];
  for (const kind of placeBlocks)
    for (const block of resource.blocks[kind] ?? []) {
      const path = block.label ?? "";
      const problem = problemOfWebPath(path);
      const other = seen.get(path);
      if (problem !== undefined) found.push(diagnose("E0482", { path, problem }, block.span));
      else if (other !== undefined)
        found.push(
          diagnose("E0482", { path, problem: "has a rule already" }, block.span, {
            related: [{ span: other.span, message: "the other one" }],
          }),
        );
      seen.set(path, block);
      if (kind === "route") found.push(...checkRoute(block, model));
      if (kind === "location") found.push(...checkLocation(block, resource));
      if (kind === "redirect") found.push(...checkRedirect(block));
    }
  return [
    ...found,
    ...pageAttributes.flatMap((attribute) => {
      const path = readText(resource, attribute) ?? "/";
      const problem = problemOfWebPath(path);
      return problem === undefined ? [] : [diagnose("E0482", { path, problem }, spanOf(resource, attribute))];
    }),
  ];
}

/** What is wrong with a path of the web as nginx matches it: decoded, without query, with every `/` once. */
function problemOfWebPath(path: string): string | undefined {
  if (!path.startsWith("/")) return "does not begin with `/`";
  if (controlCharacters.test(path)) return "holds a control character";
  if (/[?#]/.test(path)) return "holds a `?` or `#`: rules are for paths, and what comes behind is kept";
  if (path.includes("*")) return "holds a `*`: a rule holds for everything below its path anyway";
  if (path.includes("$")) return "holds a `$`, which nginx would replace";
  if (/%[0-9A-Fa-f]{2}/.test(path)) return "is encoded: write the characters themselves";
  if (path.includes("//") || /(^|\/)\.\.?(\/|$)/.test(path)) return "is not in its shortest form";
  return new TextEncoder().encode(path).length > longestWord ? "is longer than nginx takes" : undefined;
}

function checkRoute(block: NestedBlock, model: Model): readonly Diagnostic[] {
  const path = block.label ?? "/";
  const { to, url } = block.attributes;
  if (to === undefined && url === undefined) return [diagnose("E0481", { path, problem: "leads nowhere" }, block.span)];
  if (to !== undefined && url !== undefined)
    return [diagnose("E0481", { path, problem: "leads to two things" }, url.span, { help: "keep `to` or `url`" })];
  if (isTrue(block, "strip-path") && !path.endsWith("/"))
    return [
      diagnose("E0481", { path, problem: "has `strip-path`, so its path must end with `/`" }, block.span, {
        help: `write \`route "${path}/"\``,
      }),
    ];
  if (url !== undefined) {
    const text = knownText(url.value);
    const problem = text === undefined ? undefined : problemOfUrl(text);
    return problem === undefined ? [] : [diagnose("E0481", { path, problem }, url.span)];
  }
  const target = targetOf(block);
  const application = resourceOf(model, target);
  if (to === undefined || application === undefined) return [];
  const special = checkApplication(application, path, to.span);
  if (special !== undefined) return [special];
  if (servesHttp(application) || application.attributes["port"] !== undefined) return [];
  const several = readList(application, "ports").flatMap((value) => (value.is === "number" ? value.value : []));
  const [first = 3000] = several;
  const problem =
    several.length === 0
      ? "which says no port"
      : `which has the ports ${several.join(", ")} and says not which is meant`;
  return [
    diagnose("E0481", { path, problem: `leads to \`${application.label}\`, ${problem}` }, to.span, {
      help: `write \`port = ${first}\` in \`${application.kind} ${application.label}\`${several.length === 0 ? "" : ", beside the others"}`,
    }),
  ];
}

/** What only looks as if a request could be passed on to it; nothing for any other thing. */
function checkApplication(application: Resource, path: string, span: Span): Diagnostic | undefined {
  const { kind, label } = application;
  if (kind === "php-app")
    return diagnose(
      "E0481",
      { path, problem: `leads to \`${label}\`, whose PHP-FPM answers for programs and not for files` },
      span,
      {
        help: `write \`site ${label}-site { php = ${label}, … }\` on its machine, and \`to = ${label}-site\` here`,
      },
    );
  if (!servesHttp(application) || application.attributes["certificate"] === undefined) return undefined;
  return diagnose("E0481", { path, problem: `leads to \`${label}\`, which sends everybody to HTTPS` }, span, {
    help: "take its `certificate` away: visitors come by the one of this block",
  });
}

function problemOfUrl(url: string): string | undefined {
  if (!/^https?:\/\//.test(url)) return "leads to a URL that is not `http://` or `https://`";
  if (/[$\s]/.test(url)) return "leads to a URL with a `$` or a blank";
  return /^https?:\/\/[^/?#]+$/.test(url) ? undefined : "leads to a URL with a path: write the server only";
}

function checkLocation(block: NestedBlock, resource: Resource): readonly Diagnostic[] {
  const folder = block.attributes["folder"];
  const served = resource.kind !== "proxy" || folder !== undefined || isTrue(block, "closed");
  if (!served)
    return [
      diagnose("E0481", { path: block.label ?? "/", problem: "has neither `folder` nor `closed`" }, block.span, {
        help: "a `proxy` has no files of its own: write the rules into a `route`",
      }),
    ];
  return [];
}

const statuses: ReadonlySet<number> = new Set([301, 302, 307, 308]);

function checkRedirect(block: NestedBlock): readonly Diagnostic[] {
  const path = block.label ?? "/";
  const status = unwrapValue(block.attributes["status"]?.value);
  const to = block.attributes["to"];
  const target = to === undefined ? undefined : knownText(to.value);
  const found: Diagnostic[] = [];
  if (status?.is === "number" && !statuses.has(status.value))
    found.push(
      diagnose(
        "E0487",
        { path, problem: `has the status ${status.value}: write 301, 302, 307 or 308` },
        block.attributes["status"]?.span ?? block.span,
      ),
    );
  if (to !== undefined && target !== undefined && !/^(\/(?!\/)|https?:\/\/[^/])/.test(target))
    found.push(diagnose("E0487", { path, problem: "leads to what is neither a path nor a URL" }, to.span));
  if (to !== undefined && target === path) found.push(diagnose("E0487", { path, problem: "leads to itself" }, to.span));
  return found;
}

function isTrue(block: NestedBlock, attribute: string): boolean {
  const value = unwrapValue(block.attributes[attribute]?.value);
  return value?.is === "bool" && value.value;
}
