import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { declarationOf, isForContainers, spanOf } from "../shared/check.ts";
import { isWritten, readList, readNumber, readText, readTexts, readValue } from "../shared/read.ts";
import { knownText, unknownParts } from "../../ir/read-value.ts";
import { coversName } from "../shared/domain-names.ts";
import { type Source, sourceAttributes, sources } from "./sources.ts";
import { readCertificate } from "../shared/x509.ts";

/** Reports a source that lacks something, what belongs to another source, and files that are not what they should be. */
export function checkCertificate(resource: Resource, model: Model): readonly Diagnostic[] {
  const source = sources.find((one) => one === readText(resource, "from")) ?? "acme";
  return [
    ...checkSource(resource, source),
    ...checkDomains(resource, source, model),
    ...checkLifetime(resource),
    ...checkFile(resource, source),
  ];
}

function checkSource(resource: Resource, source: Source): readonly Diagnostic[] {
  const { needs, may } = sourceAttributes[source];
  const missing = needs.filter((attribute) => resource.attributes[attribute] === undefined);
  const others = new Set(sources.flatMap((one) => [...sourceAttributes[one].needs, ...sourceAttributes[one].may]));
  const foreign = [...others].filter(
    (attribute) => !needs.includes(attribute) && !may.includes(attribute) && isMeantHere(resource, attribute),
  );
  return [
    ...missing.map((attribute) =>
      diagnose(
        "E0484",
        { name: resource.label, problem: `needs \`${attribute}\`, because it has \`from = ${source}\`` },
        isWritten(resource, "from") ? spanOf(resource, "from") : declarationOf(resource),
      ),
    ),
    ...foreign.map((attribute) => {
      const meant = sources.filter((one) =>
        [...sourceAttributes[one].needs, ...sourceAttributes[one].may].includes(attribute),
      );
      return diagnose(
        "E0484",
        { name: resource.label, problem: `has \`${attribute}\`, which \`from = ${source}\` does not know` },
        spanOf(resource, attribute),
        { help: `write \`from = ${meant.join("` or `from = ")}\`, or take the line away` },
      );
    }),
    ...(source === "acme" && isWritten(resource, "server") && isWritten(resource, "staging")
      ? [
          diagnose(
            "E0484",
            { name: resource.label, problem: "has a `server` and `staging`" },
            spanOf(resource, "staging"),
          ),
        ]
      : []),
  ];
}

/** Whether somebody wrote it for this source: where an environment patches `from`, what it found is for the others. */
function isMeantHere(resource: Resource, attribute: string): boolean {
  const isPatched = (name: string): boolean => resource.attributes[name]?.origin === "patch";
  return isWritten(resource, attribute) && (!isPatched("from") || isPatched(attribute));
}

/** An ACME server proves a name by a question over HTTP, which `*.` cannot answer (RFC 8555 section 8.3). */
function checkDomains(resource: Resource, source: Source, model: Model): readonly Diagnostic[] {
  // In Compose a certificate from ACME is a self-signed one.
  if (isForContainers(model)) return [];
  const alone =
    model.environment === undefined || resource.instance !== undefined
      ? ""
      : `; for one environment alone write \`${resource.label}.from = self-signed\` into it`;
  return ["domain", "aliases"].flatMap((attribute) =>
    readTexts(resource, attribute).flatMap((domain) => {
      const local = !domain.includes(".") || /\.(local|localhost|internal|test|lan|home\.arpa)$/i.test(domain);
      if (source !== "acme" || !(domain.startsWith("*.") || (local && !isWritten(resource, "server")))) return [];
      const problem = domain.startsWith("*.")
        ? `is for \`${domain}\`, which no ACME server can prove over HTTP`
        : `is for \`${domain}\`, a name that is not on the internet`;
      return [
        diagnose("E0484", { name: resource.label, problem }, spanOf(resource, attribute), {
          help: `write \`from = self-signed\`, \`from = ca\` or \`from = files\`${alone}`,
        }),
      ];
    }),
  );
}

const day = 86_400;

function checkLifetime(resource: Resource): readonly Diagnostic[] {
  const seconds = readNumber(resource, "valid-for");
  if (seconds === undefined || (seconds >= 60 * day && seconds % day === 0)) return [];
  const problem = seconds < 60 * day ? "holds for less than 60 days" : "does not hold for whole days";
  return [diagnose("E0484", { name: resource.label, problem }, spanOf(resource, "valid-for"))];
}

/** The vendored certificate: readable, a certificate, and one for the domains. */
function checkFile(resource: Resource, source: Source): readonly Diagnostic[] {
  const attribute = source === "files" ? "certificate" : source === "ca" ? "ca-certificate" : undefined;
  const value = attribute === undefined ? undefined : readValue(resource, attribute);
  if (attribute === undefined || value?.is !== "file") return [];
  const span = spanOf(resource, attribute);
  const read = readCertificate(value.file.bytes);
  if (!read.ok) return [diagnose("E0488", { path: value.file.path, problem: read.problem }, span)];
  if (source === "ca") {
    if (read.isAuthority) return [];
    return [diagnose("E0488", { path: value.file.path, problem: "is not one of a certificate authority" }, span)];
  }
  const wanted = ["domain", "aliases"].flatMap((name) => readList(resource, name));
  return wanted.flatMap((one) => {
    const domain = unknownParts(one).length > 0 ? undefined : knownText(one)?.toLowerCase();
    if (domain === undefined || read.names.some((name) => coversName(name.toLowerCase(), domain))) return [];
    const names = read.names.length === 0 ? "no domain" : read.names.join(", ");
    return [diagnose("W0481", { path: value.file.path, domain, names }, span)];
  });
}
