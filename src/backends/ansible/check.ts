/** Reads the printed files again with a parser that had no part in writing them, and compares them with the tree. */
import { defineScalarTag, load, YAML11_SCHEMA } from "js-yaml";
import type { OutputFile } from "../../ir/backend.ts";
import { yamlData } from "../shared/yaml.ts";
import type { YamlFile } from "./print/project-files.ts";

/** YAML 1.1 with Ansible's own tags (`!unsafe`), whose values are the texts as they are. */
const schema = YAML11_SCHEMA.withTags(
  defineScalarTag("!", { matchByTagPrefix: true, resolve: (source) => source, identify: () => false }),
);

/**
 * What a YAML 1.1 reader gets from the printed files where it is not what was meant: a message per file, none when all
 * is well.
 */
export function checkYamlFiles(intended: readonly YamlFile[], printed: readonly OutputFile[]): readonly string[] {
  const byPath = new Map(printed.map((file) => [file.path, file.content]));
  return intended.flatMap(({ path, root }) => {
    const content = byPath.get(path);
    if (typeof content !== "string") return [`${path}: not printed`];
    try {
      const read = load(content, { schema });
      return JSON.stringify(read) === JSON.stringify(yamlData(root))
        ? []
        : [`${path}: reads differently from what was meant`];
    } catch (error) {
      return [`${path}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}
