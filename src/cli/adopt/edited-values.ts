import type { SourceMapEntry } from "../../ir/backend.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Span } from "../../text/span.ts";
import { findEditedFiles } from "../output/edited-files.ts";
import { usesCarriageReturns } from "../output/three-way.ts";
import { type NamedChange, nameChange } from "./candidates.ts";
import { sharedFiles, type Trial } from "./trial.ts";
import type { Leaf } from "./leaf.ts";
import { compareValues, type ValueChange, type ValueChanges } from "./value-changes.ts";
import { findValueFile, type ValueFile } from "./value-files.ts";

/** A changed value, and where it stands. */
export interface Change extends ValueChange, NamedChange {
  /** In the output folder. */
  readonly path: string;
}

/** An edited file of values. */
export interface EditedValues {
  readonly path: string;
  /** Whose values they are; undefined for everybody's. */
  readonly environment: string | undefined;
  readonly theirs: string;
  /** What envc wrote there. */
  readonly base: string;
  /** The sum of the bytes that are there. */
  readonly sha256: string;
  readonly changes: ValueChanges;
  /** The source map of the file as the spec makes it now. */
  readonly map: readonly SourceMapEntry[];
  readonly named: readonly Change[];
}

/** The edited files of values in an output folder, as far as the build still makes them. */
export function findEditedValues(platform: Platform, output: string, before: Trial): readonly EditedValues[] {
  const { environments } = before.result;
  return findEditedFiles(platform, output).flatMap(({ row, base, theirs, sha256 }): readonly EditedValues[] => {
    const made = before.files.get(row.path);
    const values = findValueFile(row.path, row.environment, environments);
    if (made === undefined || values === undefined) return [];
    const path = row.path;
    // Without the text of then, what the spec makes now is the best guess at it.
    const old = base ?? made.text;
    const lines = usesCarriageReturns(theirs) ? theirs.replaceAll("\r\n", "\n") : theirs;
    const changes = compareValues(old, lines) ?? { changed: [], added: [], removed: [] };
    const named = changes.changed.flatMap((change): readonly Change[] => {
      const name = nameChange(change.keys, values);
      return name === undefined ? [] : [{ ...change, ...name, path, places: placesOf(made.map, change.line) }];
    });
    const over = changes.added.flatMap((leaf) => putOverDefault(leaf, path, values, before) ?? []);
    named.push(...over);
    return [{ path, environment: values.environment, theirs: lines, base: old, sha256, changes, map: made.map, named }];
  });
}

/** Whether a file has values of all environments, while only some of them were asked for. */
export function isForAll({ environment }: EditedValues, asked: readonly string[]): boolean {
  return environment === undefined && asked.length > 0;
}

/**
 * A new line in the values of an environment that gives it another value than the role's default: how a value that all
 * environments share is made another one in one of them.
 */
function putOverDefault(leaf: Leaf, path: string, values: ValueFile, before: Trial): Change | undefined {
  const name = nameChange(leaf.keys, values);
  if (name?.environment === undefined || name.host !== undefined) return undefined;
  for (const file of sharedFiles(before, path)) {
    const old = file.leaves()?.get(JSON.stringify(leaf.keys));
    if (old === undefined) continue;
    const places = placesOf(file.map, old.line);
    return { keys: leaf.keys, before: old.value, after: leaf.value, line: leaf.line, ...name, path, places };
  }
  return undefined;
}

/** The declarations that a line comes from, by the source map. */
export function placesOf(map: readonly SourceMapEntry[], line: number): readonly Span[] {
  return map.filter(({ from, to }) => from <= line && line <= to).flatMap(({ spans }) => spans.slice(0, 1));
}
