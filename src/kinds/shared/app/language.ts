import type { LowerContext, Resource } from "../../../ir/model.ts";
import type { OsRelease } from "../../../ir/os.ts";
import type { FileOp, ProcessOp } from "../../../ir/ops.ts";
import type { Text } from "../../../ir/text.ts";
import type { LocalFolder } from "../../../ir/value.ts";

/** Where an app is on a machine or in an image, and as whom it runs. */
export interface AppPlaces {
  readonly name: string;
  readonly user: string;
  readonly group: string;
  /** The user's own folder, for caches and what the program keeps for itself. */
  readonly home: string;
  /** `/srv/NAME`. */
  readonly base: string;
  /** `/srv/NAME/current`: what runs. */
  readonly current: string;
  /** Where this release is put together: a folder in `releases`; in an image `current` itself. */
  readonly release: string;
}

/** How dependencies are installed. */
export interface Install {
  /** Files and folders of the source that it reads; everything else may change without installing anything again. */
  readonly reads: (path: string) => boolean;
  /** For `sh`, in the release's folder. */
  readonly run: string;
  /** What takes away what it leaves behind, where nobody will need it again: in an image. */
  readonly tidy?: string;
}

/** What the programs of an app are started with. */
export interface Program {
  readonly argv: readonly Text[];
  readonly stopSignal: ProcessOp["stopSignal"];
  /** A command that succeeds when the program is well. */
  readonly health: readonly Text[];
  /** Only the web server of its machine speaks to it. */
  readonly onlyForMachine?: true;
  /** On which ports it listens; undefined: on that of the block. */
  readonly ports?: readonly number[];
  /** Folders that it writes to besides those of every program of the app. */
  readonly writable?: readonly string[];
}

/** What a file of a language's own settings is made of. */
export type SettingsFile = Pick<FileOp, "path" | "group" | "mode"> & { readonly text: Text; readonly title: string };

/** What is different between apps of one language and of another. */
export interface Language {
  /** Paths of the source that are made on the machine, and so never copied. */
  readonly made: readonly string[];
  /** The distribution's packages that an app needs there. */
  readonly packages: (app: Resource, os: OsRelease, source: LocalFolder) => readonly string[];
  /** undefined: nothing has to be installed. */
  readonly install: (app: Resource, source: LocalFolder) => Install | undefined;
  /** What is done with the whole source after that, for `sh`; undefined: nothing. */
  readonly build: (app: Resource, source: LocalFolder) => string | undefined;
  /** The folder of the release with programs that dependencies bring, which are found by their names; undefined: they bring none. */
  readonly tools: (app: Resource) => string | undefined;
  /** A command line with its program's full path: `node`, `php` and `python` are those of the app, other bare names what dependencies bring. */
  readonly resolve: (app: Resource, words: readonly Text[], places: AppPlaces, os: OsRelease) => readonly Text[];
  /** Variables that every program of the app gets. */
  readonly variables: (app: Resource, places: AppPlaces, context: LowerContext) => Readonly<Record<string, Text>>;
  readonly program: (app: Resource, places: AppPlaces, context: LowerContext) => Program;
  /** Files outside the release that the program reads; a change restarts it. */
  readonly settings: (app: Resource, places: AppPlaces, context: LowerContext) => readonly SettingsFile[];
  /** Folders that the program needs besides its own. They belong to its user, and to its group when they name none. */
  readonly folders: (
    app: Resource,
    places: AppPlaces,
    context: LowerContext,
  ) => readonly { readonly path: string; readonly mode: string; readonly group?: string }[];
  /** Units that a package starts and that nobody needs beside the app. */
  readonly needlessUnits: (app: Resource, os: OsRelease) => readonly string[];
}

/** The kinds whose blocks are apps. */
export const appKinds: readonly string[] = ["node-app", "php-app", "python-app"];
