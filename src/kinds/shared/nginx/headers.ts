/** Headers of answers. An application that has said one of them itself is believed. */
import { literalText } from "../../../ir/text.ts";
import { type Entry, block, directive } from "./directives.ts";
import { variableName } from "./names.ts";
import type { VirtualHost } from "./virtual-host.ts";
import { syntax, value } from "./words.ts";

/** Sources: developer.mozilla.org/docs/Web/HTTP/Headers, owasp.org Secure Headers Project. */
const securityHeaders: readonly (readonly [name: string, value: string, variable: string])[] = [
  ["X-Content-Type-Options", "nosniff", "content_type_options"],
  ["X-Frame-Options", "SAMEORIGIN", "frame_options"],
  ["Referrer-Policy", "strict-origin-when-cross-origin", "referrer_policy"],
];

/** The security headers that the host's own `headers` do not say otherwise. */
function wanted(host: VirtualHost): typeof securityHeaders {
  if (!host.securityHeaders) return [];
  const own = new Set(host.headers.map(([header]) => header.toLowerCase()));
  return securityHeaders.filter(([header]) => !own.has(header.toLowerCase()));
}

/** Whether something other than nginx may have said a header. */
function hasApplication(host: VirtualHost): boolean {
  return host.php !== undefined || host.routes.length > 0;
}

/** Variables that are empty where the application has said the header: nginx leaves an empty one out. */
export function headerMaps(host: VirtualHost): readonly Entry[] {
  if (!hasApplication(host)) return [];
  return wanted(host).map(([header, text, variable]) =>
    block(
      "map",
      [
        syntax(`$upstream_http_${header.toLowerCase().replaceAll("-", "_")}`),
        syntax(`$${variableName(host, variable)}`),
      ],
      [directive('""', value(literalText(text)))],
    ),
  );
}

/** The `add_header`s of a server. No `location` has one of its own: it would lose these. */
export function headerEntries(host: VirtualHost): readonly Entry[] {
  const own = host.headers.map(([header, text]) => add(header, value(text)));
  const security = wanted(host).map(([header, text, variable]) =>
    add(header, hasApplication(host) ? syntax(`$${variableName(host, variable)}`) : value(literalText(text))),
  );
  const hsts =
    host.tls?.hstsSeconds === undefined
      ? []
      : [add("Strict-Transport-Security", value(literalText(`max-age=${host.tls.hstsSeconds}`)))];
  return [...hsts, ...security, ...own];
}

function add(header: string, text: ReturnType<typeof value>): Entry {
  return directive("add_header", syntax(header), text, syntax("always"));
}
