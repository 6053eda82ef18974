import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Attribute, Resource } from "../../ir/model.ts";
import { knownText } from "../../ir/read-value.ts";
import { editDistance, nearestName } from "../../text/edit-distance.ts";
import { iniAttribute, iniBytes, phpBytes, roomForUpload } from "../shared/php-ini.ts";

/** Settings that are sizes; the limits that `-1` takes away. */
const sizes: Readonly<Record<string, { readonly unlimited: boolean }>> = {
  memory_limit: { unlimited: true },
  post_max_size: { unlimited: true },
  upload_max_filesize: { unlimited: false },
};

/** Settings that are seconds (php.net/manual/en/ini.list.php). */
const seconds: readonly string[] = [
  "default_socket_timeout",
  "max_execution_time",
  "max_input_time",
  "opcache.revalidate_freq",
  "realpath_cache_ttl",
  "session.cookie_lifetime",
  "session.gc_maxlifetime",
];

/** What people write behind a number of seconds, minutes and so on, and how many seconds it is. */
const timeUnits: readonly (readonly [RegExp, number])[] = [
  [/^s(ec(ond)?s?)?$/i, 1],
  [/^m(in(ute)?s?)?$/i, 60],
  [/^h((ou)?rs?)?$/i, 3_600],
  [/^d(ays?)?$/i, 86_400],
];

/** The settings that are written most (php.net/manual/en/ini.list.php): a name that is near to one of them is meant so. */
const wellKnown: readonly string[] =
  "allow_url_fopen auto_append_file auto_prepend_file date.timezone default_charset default_socket_timeout disable_functions display_errors display_startup_errors error_log error_reporting file_uploads html_errors include_path log_errors max_execution_time max_file_uploads max_input_time max_input_vars memory_limit opcache.enable opcache.jit opcache.max_accelerated_files opcache.memory_consumption open_basedir output_buffering post_max_size realpath_cache_size realpath_cache_ttl session.cookie_httponly session.cookie_lifetime session.cookie_samesite session.cookie_secure session.gc_maxlifetime session.save_handler session.save_path short_open_tag upload_max_filesize upload_tmp_dir".split(
    " ",
  );

/** Reports settings that a line of an ini file cannot hold, or that PHP would not understand. */
export function checkIni(app: Resource): readonly Diagnostic[] {
  const settings = (app.blocks["ini"] ?? []).flatMap((block) => Object.entries(block.attributes));
  return [
    ...settings.flatMap(([name, attribute]) => [
      ...checkCharacters(name, attribute),
      ...checkSize(name, attribute),
      ...checkSeconds(name, attribute),
      ...checkName(name, attribute),
    ]),
    ...checkUpload(app),
  ];
}

/** PHP reads `"`, `$` and `\` in a value, and a line end ends it. */
function checkCharacters(name: string, attribute: Attribute): readonly Diagnostic[] {
  const value = knownText(attribute.value) ?? "";
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (!/[\u0000-\u001f\u007f"$\\]/.test(value)) return [];
  const problem = "holds a quote, a `$`, a backslash or a control character, which PHP would read";
  return [diagnose("E0427", { attribute: name, problem, help: "write a plain value" }, attribute.span)];
}

/** PHP takes the digits of a size that it does not understand, and with `256MB` there is no memory at all. */
function checkSize(name: string, attribute: Attribute): readonly Diagnostic[] {
  const size = Object.hasOwn(sizes, name) ? sizes[name] : undefined;
  const text = knownText(attribute.value);
  if (size === undefined || text === undefined || /["$\\]/.test(text)) return [];
  const bytes = phpBytes(text);
  if (bytes !== undefined && (bytes >= 0 || (size.unlimited && bytes === -1))) return [];
  const [, digits, unit] = /^\s*(\d+)\s*([KMG])i?B?\s*$/i.exec(text) ?? [];
  const meant = digits === undefined ? undefined : `${digits}${(unit ?? "").toUpperCase()}`;
  const help =
    meant === undefined
      ? `write digits with K, M or G: \`${name} = "64M"\`${size.unlimited ? ', or `"-1"` for no limit' : ""}`
      : `write \`${name} = "${meant}"\``;
  return [reportValue(name, text, "size", help, meant, attribute)];
}

/** PHP takes the digits in front of a unit that it does not understand: `2min` are two seconds, and `2m` two million. */
function checkSeconds(name: string, attribute: Attribute): readonly Diagnostic[] {
  const text = knownText(attribute.value);
  if (!seconds.includes(name) || text === undefined || /["$\\]/.test(text) || /^\s*-?\d+\s*$/.test(text)) return [];
  const [, digits, unit = ""] = /^\s*(\d+)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const factor = timeUnits.find(([pattern]) => pattern.test(unit))?.[1];
  const meant = digits === undefined || factor === undefined ? undefined : String(Number(digits) * factor);
  const help = `write the seconds alone: \`${name} = "${meant ?? "120"}"\``;
  return [reportValue(name, text, "number of seconds", help, meant, attribute)];
}

function reportValue(
  name: string,
  value: string,
  what: string,
  help: string,
  meant: string | undefined,
  { span, origin }: Attribute,
): Diagnostic {
  // What comes from a variable is written elsewhere.
  const isHere = meant !== undefined && origin === "written" && span.end - span.start === value.length + 2;
  const fixes = isHere
    ? [{ title: `write \`"${meant}"\``, safety: "safe" as const, edits: [{ span, text: `"${meant}"` }] }]
    : [];
  return diagnose("E0462", { name, value, what, help }, span, { fixes });
}

/** PHP passes over a setting that it does not know, without a word. */
function checkName(name: string, attribute: Attribute): readonly Diagnostic[] {
  if (wellKnown.includes(name)) return [];
  const near = nearestName(name, wellKnown);
  if (near === undefined || editDistance(name, near, 2) > 2) return [];
  return [diagnose("W0494", { name, near }, attribute.span)];
}

/** What is sent with a file counts as well: a form is refused before the limit of its file is asked. */
function checkUpload(app: Resource): readonly Diagnostic[] {
  const upload = iniAttribute(app, "upload_max_filesize");
  const most = iniBytes(app, "upload_max_filesize");
  const post = iniAttribute(app, "post_max_size");
  // php.net/manual/en/ini.core.php: 8M; nothing and less is no limit.
  const form = post === undefined ? 8 * 1024 ** 2 : iniBytes(app, "post_max_size");
  if (upload === undefined || most === undefined || form === undefined || form <= 0 || most <= form) return [];
  const limit = post === undefined ? "`post_max_size` is 8M when nothing is written" : "`post_max_size` is smaller";
  const params = { name: app.name, limit, line: `post_max_size = "${roomForUpload(most)}M"` };
  return [diagnose("W0495", params, (post ?? upload).span)];
}
