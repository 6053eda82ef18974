/** How a point of the checklist is answered. */
export type Answer =
  /** By checks of this run: those that name the point. */
  | { readonly by: "here"; readonly note?: string }
  /** By a step of the lab, on real machines: `npm run test:lab`. `seen` stands in the lab's source. */
  | { readonly by: "lab"; readonly step: string; readonly seen: string }
  /** By a test of `npm test`. */
  | { readonly by: "test"; readonly file: string; readonly seen: string }
  /** By a person who read it, with what was found. */
  | { readonly by: "manual"; readonly verdict: string }
  /** Not wanted, with the reason. */
  | { readonly by: "not here"; readonly reason: string };

/** What a reviewer looks for, under a number that stays. */
export interface Point {
  readonly number: number;
  readonly what: string;
  readonly answers: readonly Answer[];
}

const here = { by: "here" } as const;
const lab = (step: string, seen: string): Answer => ({ by: "lab", step, seen });
const test = (file: string, seen: string): Answer => ({ by: "test", file: `test/${file}`, seen });
const manual = (verdict: string): Answer => ({ by: "manual", verdict });
const notHere = (reason: string): Answer => ({ by: "not here", reason });

/** The points that every output is held against. */
const points: Readonly<Record<string, readonly (readonly [what: string, ...answers: readonly Answer[]])[]>> = {
  Ansible: [
    ["The linter's strictest profile finds nothing, and nothing is silenced", here],
    ["The linter's optional rules are on", here],
    ["YAML is clean, strictly", here],
    ["Every playbook parses with every inventory", here],
    ["The first run succeeds on a virgin machine", lab("first run", '"first run"')],
    ["The second run changes nothing", lab("second run", '"second run"')],
    ["A dry run succeeds on a virgin machine", lab("check on a virgin host", '"check on a virgin host"')],
    ["A dry run after a run finds nothing", lab("check after", '"check after"')],
    ["Tasks have names of their own, in the imperative", here],
    ["Modules have their full names, from declared collections", here],
    ["What is written has an owner, a group and a mode", here],
    ["Commands say when they change something; no pipe hides a failure", here],
    ["No package is asked for as the latest", here],
    [
      "Tasks that handle secrets, and only they, show nothing",
      here,
      test("properties/secret-canary.test.ts", "a canary in every secret appears in nothing"),
    ],
    ["Variables: prefix, default, argument spec and README agree", here],
    ["Handlers: notified, defined once, systemd's reload first", here],
    ["What a program can check is checked before it counts", here],
    ["Facts are asked for by their full names", here],
    ["Every task is reached by a tag of its role", here],
    ["A play says what a failure means", here],
    ["Works for a login that is not root", here],
    ["No text of the author is read as a template", lab("the spec of all strings", "writeStringCase")],
    ["Roles have whole meta data", here],
    [
      "Runs with ansible-core 2.14 and with a current one",
      here,
      lab("bookworm with 2.14, trixie with the tools image", "core 2"),
    ],
  ],
  "Dockerfile and Compose": [
    ["The Dockerfile parses, and a second reader finds nothing", here],
    [
      "It builds from nothing",
      lab("image", "buildImage"),
      notHere(
        "twice the same digests: packages of a release move between two builds; the files themselves are point 64",
      ),
    ],
    [
      "The base has a release, and is an argument",
      here,
      manual("by tag, not by digest: a digest needs a registry while compiling; README and BASE_IMAGE take one"),
    ],
    ["Runs as a user by number, or as root with a reason", here],
    ["apt: one layer, nothing recommended, no index left", here],
    ["No ADD, sudo, apt, MAINTAINER or cd", here],
    ["Programs in the exec form, one per stage", here],
    [
      "Programs that say how they are well have a health check",
      test("backends/dockerfile/backend.test.ts", "says what was meant, read back by another parser"),
    ],
    [
      "Nothing that looks like a secret in a layer",
      here,
      test("properties/secret-canary.test.ts", "a canary in every secret appears in nothing"),
    ],
    ["Every COPY has its mode", here],
    ["What is copied is there, and nothing else", here],
    ["Steps pass shellcheck", here],
    ["Neighbouring steps are one layer", here],
    [
      "Labels of the Open Container Initiative",
      here,
      notHere("created, revision and version: they would make every build another one"),
    ],
    ["Absolute folders, numeric ports", here],
    ["Variables are set, stages named well", here],
    ["The Compose file is one of today", here, lab("compose up", "compose up")],
    ["Compose: conditions, few rights, bound ports, named volumes", here],
    ["No leftovers in the image, nothing that everybody may write", lab("oracle and pairs on the image", "judgeProbe")],
    [
      "Size and packages of the image",
      manual(
        "reported by the engine: `docker image ls`; the packages are the declared ones and what they depend on (point 58)",
      ),
    ],
  ],
  "cloud-init": [
    ["The schema finds nothing, old and new", here, lab("the newest schema: first run on trixie", '"first run"')],
    [
      "The size is within what providers take, or said",
      here,
      test(
        "backends/cloud-init/backend.test.ts",
        "shows commands only for providers that take a file of this size, and says who does not",
      ),
    ],
    ["A real boot ends without an error", lab("first run", '"first run"')],
    ["The log has no warning", lab("first run", "errors")],
    ["A file's owner is there when it is written", here],
    ["Texts where texts are wanted", here],
    ["One part, no template", here],
    ["Scripts pass shellcheck, stop at the first failure, know their home", here],
    [
      "The script changes nothing the second time",
      test("backends/cloud-init/run-script.test.ts", "a second run changes nothing"),
    ],
    ["A reboot changes nothing", lab("second run", "cloud-init ~ reboot")],
    [
      "No password or key in clear",
      test("properties/secret-canary.test.ts", "a canary in every secret appears in nothing"),
    ],
    [
      "Users are decided, and somebody can log in",
      here,
      test(
        "backends/cloud-init/backend.test.ts",
        "keeps the image's user, lets no password in, and nobody in as root unless a host says so",
      ),
    ],
  ],
  "All targets": [
    ["Declared things are the same everywhere", lab("pairs and oracle", "ansible ~ cloud-init")],
    ["So is everything else, after masks with a reason", lab("pairs", "MASKS")],
    ["Every string comes out as it went in", lab("the spec of all strings", "writeStringCase")],
    ["Units are sound, their calendars valid, the enabled ones the same", here, lab("oracle", "checkExpectations")],
    [
      "Programs accept their configuration on the finished machine",
      here,
      lab("oracle: sudoers, failed units", "sudoers:valid"),
    ],
    [
      "Names that a drop-in folder would ignore are refused",
      test("kinds/messages.test.ts", "the wrong example gives it, once and alone"),
    ],
    [
      "Numbers of users are unique and far from those of packages",
      test("kinds/accounts.test.ts", "two names whose numbers meet are reported, with both places"),
    ],
    [
      "The same input gives the same bytes",
      test("properties/whole-compiler.test.ts", "give the same bytes whatever the order of their blocks"),
      test("cli/build.test.ts", "gives the same bytes wherever and whenever it runs"),
    ],
    ["No path, user name or date of the author's machine", here],
    [
      "What a target cannot do is said at its line",
      test(
        "backends/dockerfile/backend.test.ts",
        "has a row for every op, and a warning for what a container cannot carry",
      ),
    ],
    ["Every line of the output knows its source", here],
    [
      "What leaves the description is not forgotten",
      test("cli/build.test.ts", "names what is no longer described, because servers keep it"),
    ],
  ],
};

/** All points, numbered from 1 in their order. */
export const checklist: readonly Point[] = Object.values(points)
  .flat()
  .map(([what, ...answers], index) => ({ number: index + 1, what, answers }));

/** Which points begin a part of the list, and how it is called. */
export const parts: ReadonlyMap<number, string> = partNumbers();

function partNumbers(): ReadonlyMap<number, string> {
  const numbers = new Map<number, string>();
  let next = 1;
  for (const [name, list] of Object.entries(points)) {
    numbers.set(next, name);
    next += list.length;
  }
  return numbers;
}
