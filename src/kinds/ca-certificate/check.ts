import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, spanOf } from "../shared/check.ts";
import { checkGiven } from "../shared/edits.ts";
import { readValue } from "../shared/read.ts";

/** Reports what is not exactly one certificate in PEM: update-ca-certificates would skip it, or trust only the first. */
export function checkCaCertificate(resource: Resource): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  const value = readValue(resource, "source");
  if (value?.is !== "file") return checkGiven(resource, ["source"]);
  const problem = problemOf(new TextDecoder("latin1").decode(value.file.bytes));
  return problem === undefined ? [] : [diagnose("E0445", { problem }, spanOf(resource, "source"))];
}

function problemOf(text: string): string | undefined {
  if (text.includes("PRIVATE KEY-----")) return "holds a private key, which belongs to the authority alone";
  const count = text.split("-----BEGIN CERTIFICATE-----").length - 1;
  if (count === 0) return "is no certificate in PEM: it has no line `-----BEGIN CERTIFICATE-----`";
  if (count > 1) return `holds ${count} certificates: write one \`ca-certificate\` for each`;
  return text.includes("-----END CERTIFICATE-----") ? undefined : "is cut off: its last line is missing";
}
