/**
 * Reads a printed file back with another YAML reader (js-yaml, YAML 1.1, as the PyYAML of cloud-init reads it) and
 * compares it with what was meant.
 */
import { load, YAML11_SCHEMA } from "js-yaml";
import { gunzipSync } from "node:zlib";
import { yamlData } from "../shared/yaml.ts";
import type { CloudConfig, WriteFile } from "./target.ts";

/** What is wrong with the text, in words for a developer of this backend; empty when it says what was meant. */
export function checkConfig(text: string, config: CloudConfig): string[] {
  if (!text.startsWith("#cloud-config\n")) return ["the first line is not #cloud-config"];
  const data: unknown = load(text, { schema: YAML11_SCHEMA });
  if (!isRecord(data)) return ["the top is not a mapping"];
  const problems: string[] = [];
  const readPlain = (source: string): unknown => load(source, { schema: YAML11_SCHEMA });
  const expectEqual = (what: string, actual: unknown, wanted: unknown): void => {
    if (JSON.stringify(actual) !== JSON.stringify(wanted)) problems.push(`${what} is read back as something else`);
  };
  expectEqual("users", data["users"], ["default"]);
  expectEqual("disable_root", data["disable_root"], config.disableRoot);
  expectEqual("ssh_pwauth", data["ssh_pwauth"], false);
  expectEqual("locale", data["locale"], "false");
  expectEqual("runcmd", data["runcmd"], config.runCommands);
  if (config.hostname !== undefined) expectEqual("hostname", data["fqdn"] ?? data["hostname"], config.hostname.name);
  for (const raw of config.raw) expectEqual(raw.key, data[raw.key], yamlData(raw.node, readPlain));
  const files: unknown = data["write_files"];
  if (!Array.isArray(files) || files.length !== config.writeFiles.length)
    return [...problems, "write_files has another length"];
  for (const [index, file] of config.writeFiles.entries()) problems.push(...checkFile(files[index], file));
  return problems;
}

function checkFile(read: unknown, file: WriteFile): string[] {
  if (!isRecord(read)) return [`${file.path} is not a mapping`];
  const problems: string[] = [];
  if (read["path"] !== file.path) problems.push(`the path ${file.path} is read back as something else`);
  if (read["permissions"] !== file.mode) problems.push(`the mode of ${file.path} is read back as something else`);
  if (read["owner"] !== file.owner) problems.push(`the owner of ${file.path} is read back as something else`);
  const bytes = contentOf(read);
  if (bytes === undefined || !Buffer.from(bytes).equals(file.bytes))
    problems.push(`the content of ${file.path} is read back as something else`);
  return problems;
}

function contentOf(read: Readonly<Record<string, unknown>>): Uint8Array | undefined {
  const content = read["content"];
  if (typeof content !== "string") return undefined;
  switch (read["encoding"]) {
    case undefined:
      return Buffer.from(content);
    case "b64":
      return Buffer.from(content, "base64");
    case "gz+b64":
      return gunzipSync(Buffer.from(content, "base64"));
    default:
      return undefined;
  }
}

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
