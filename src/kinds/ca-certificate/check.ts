import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, spanOf } from "../shared/check.ts";
import { checkGiven } from "../shared/edits.ts";
import { readValue } from "../shared/read.ts";
import { readCertificate } from "../shared/x509.ts";

/** Reports what is not exactly one certificate of an authority: update-ca-certificates would skip it, or trust only the first. */
export function checkCaCertificate(resource: Resource): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  const value = readValue(resource, "source");
  if (value?.is !== "file") return checkGiven(resource, ["source"]);
  const problem = problemOf(value.file.bytes);
  return problem === undefined ? [] : [diagnose("E0445", { problem }, spanOf(resource, "source"))];
}

function problemOf(bytes: Uint8Array): string | undefined {
  const count = new TextDecoder("latin1").decode(bytes).split("-----BEGIN CERTIFICATE-----").length - 1;
  if (count > 1) return `holds ${count} certificates: write one \`ca-certificate\` for each`;
  const read = readCertificate(bytes);
  if (!read.ok) return read.problem;
  return read.isAuthority ? undefined : "is the certificate of a server: a machine trusts authorities";
}
