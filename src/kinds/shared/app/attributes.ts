import type { AttributeSchema } from "../../../ir/kind.ts";
import { changesAttribute, paths, text, texts, textValue, userRef } from "../types.ts";
import { descriptionAttribute } from "../program-attributes.ts";

/** Path of an HTTP address, plain enough to stand in a command. */
export const httpPath: { readonly pattern: RegExp; readonly describe: string } = {
  pattern: /^\/[A-Za-z0-9_./~%@:+,=-]*$/,
  describe: "a path of the site, such as `/health`",
};

/** What is there of memory, and what happens to a program that wants more. */
export const memoryAttribute: AttributeSchema = {
  type: { type: "size" },
  doc: "The most memory it may use; a program that wants more is ended and started again.",
  example: "512MB",
};

/** When a program is started again after it ended. */
export const restartAttribute: AttributeSchema = {
  type: { type: "enum", values: ["always", "on-failure", "no"] },
  doc: "When it is started again after it ended.",
  example: "on-failure",
  default: { value: textValue("always"), reason: "visitors and queues want it back, however it ended" },
};

/** How long a program may take to end. */
export const stopTimeoutAttribute: AttributeSchema = {
  type: { type: "duration" },
  doc: "How long it may take to end before it is killed.",
  example: "60s",
  default: {
    value: { is: "duration", seconds: 30 },
    reason: "long enough to finish what it is doing, short enough for a new release",
  },
};

/** What every app has, whatever it is written in. */
export const appAttributes = {
  source: {
    type: { type: "folder" },
    required: true,
    doc: "The folder of your project with the code.",
    example: '"./app"',
  },
  exclude: {
    type: texts,
    doc: "Files and folders of it that are not copied. `.git`, `.env`, `node_modules` and the like never are.",
    example: '["tests", "docs"]',
  },
  user: {
    type: userRef,
    doc: "The user it runs as.",
    example: "deploy",
    default: {
      describe: "a system user with the app's name, which is made for it",
      reason: "a program that was broken into then reaches nothing of the others",
    },
  },
  build: {
    type: text,
    doc: "A command, for `sh`, that makes the release ready when its dependencies are there. It gets those variables of `env` that are known by then: no secrets, and no addresses of other machines. Programs that the dependencies bring are found by their names.",
    example: '"npm run build"',
  },
  migrate: {
    type: texts,
    doc: "A command, word by word, that brings the database to this release: run once per release, before the release is switched to, and on one host, unless each host has a database of its own.",
    example: '["npm", "run", "migrate"]',
  },
  shared: {
    type: texts,
    doc: "Folders of the app that outlive a release, such as uploads: they lie beside the releases, and it may write to them. Of what the source has in them only the folders are made.",
    example: '["uploads"]',
  },
  writable: {
    type: paths,
    doc: "Other folders that it may write to.",
    example: '["/var/cache/shop"]',
    ifRelative: (path) =>
      `write \`shared = ["${path}"]\`, a folder of the app that outlives the releases; \`writable\` takes folders of the machine, such as \`"/var/cache/shop"\``,
  },
  health: {
    type: text,
    doc: "The path that answers with a success when the app is well. A release counts only when it does.",
    example: '"/health"',
    default: {
      describe: "any answer on the port will do",
      reason: "only the app itself knows what being well means",
    },
  },
  patience: {
    type: { type: "duration" },
    doc: "How long a new release may take until it answers.",
    example: "2min",
    default: {
      value: { is: "duration", seconds: 60 },
      reason: "most programs have started by then, and a broken one is taken back soon",
    },
  },
  keep: {
    type: { type: "int", min: 1, max: 100 },
    doc: "How many releases stay on the machine, the running one included.",
    example: "10",
    default: { value: { is: "number", value: 5 }, reason: "enough to go back, and the disk does not fill" },
  },
  bind: {
    type: { type: "ip" },
    doc: "The address it listens on.",
    example: '"0.0.0.0"',
    default: {
      describe: "127.0.0.1; all of them when another machine of the file uses it, and in a container",
      reason: "the web server is in front of it, and nobody else has to reach it",
    },
  },
  "local-packages": {
    type: text,
    doc: "A folder of the source with packages that are installed from there.",
    example: '"vendored"',
  },
  restart: restartAttribute,
  "restart-on": changesAttribute("Things whose change restarts it.", '[file."/etc/shop/config.json"]'),
  "stop-timeout": stopTimeoutAttribute,
  memory: memoryAttribute,
  description: descriptionAttribute("What it is, in a few words, for lists and logs.", '"The shop"'),
} as const satisfies Readonly<Record<string, AttributeSchema>>;

/** `port` of an app, with the number that its language's own tools use. */
export function portAttribute(port: number, reason: string): AttributeSchema {
  return {
    type: { type: "port" },
    doc: "The port on which it answers.",
    example: String(port + 1),
    default: { value: { is: "number", value: port }, reason },
  };
}

/** `version` and `repository`: which runtime, and where it comes from. `example` is a version that some system has not. */
export function runtimeAttributes(name: string, example: string): Readonly<Record<string, AttributeSchema>> {
  return {
    version: {
      type: { type: "version" },
      doc: `The version of ${name}. Another one than the system's own needs \`repository\`.`,
      example: `"${example}"`,
      default: { describe: "what the system brings", reason: "its security updates come with those of the system" },
    },
    repository: {
      type: { type: "ref", kinds: ["repository"] },
      doc: `The package source of the vendor that ${name} comes from.`,
      example: "vendor",
      default: { describe: "the system's own", reason: "nobody else has to be trusted" },
    },
  };
}
