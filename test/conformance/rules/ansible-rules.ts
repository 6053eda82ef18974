/** What reviewers of an Ansible project look for and no linter here says. */
import {
  isRecord,
  listOf,
  namesOf,
  textOf,
  type Data,
  type WrittenProject,
  type WrittenTask,
} from "./ansible-project.ts";
import type { OwnRule } from "./own-rule.ts";

const everyTask = (project: WrittenProject): readonly WrittenTask[] =>
  project.roles.flatMap((role) => [...role.imports, ...role.tasks, ...role.handlers]);

const offences = (
  tasks: readonly WrittenTask[],
  isWrong: (task: WrittenTask) => boolean,
  what: string,
): readonly string[] => tasks.filter(isWrong).map(({ file, name }) => `${file}: "${name}" ${what}`);

/**
 * The verbs that envc begins a name with, so that it is an order: a list, because no pattern tells an order from another word.
 * A test holds it to the sources, so that none stays without a use.
 */
export const verbs =
  "Add Answer Apply Ask Build Check Configure Copy Create Disable Do Download Enable Generate Give Hash Hold Install Keep Limit Link List Load Look Make Manage Mask Migrate Mount Name Note Point Put Read Reload Remove Restart Rotate Run Say Set Start Stop Trust Unload Unmount Use Wait Write".split(
    " ",
  );
const verb = new RegExp(`^(?:[a-z_0-9]+ \\| )?(?:${verbs.join("|")})\\b`);

/** A title that a raw block brings is its author's, and so is what it shows. */
const isRaw = (file: string): boolean => /\/custom(?:_\d+)?\.yml$/.test(file);

/** Modules that make a path with an owner and a mode. */
const filing = new Set(["copy", "template", "file", "get_url", "unarchive"]);

function isFiling({ module, args }: WrittenTask): boolean {
  if (!filing.has(module.replace("ansible.builtin.", "")) || changesOnly({ module, args })) return false;
  return !["absent", "link"].includes(textOf(args["state"]));
}

/** Without a state, `file` makes nothing: of a path that is there it changes what it names (its own documentation). */
function changesOnly({ module, args }: Pick<WrittenTask, "module" | "args">): boolean {
  return module === "ansible.builtin.file" && args["state"] === undefined;
}

/** Modules that edit a file keep its owner and mode, as long as they make none: `create` is off by default in the first two. */
function editsWhatMayBeMissing({ module, args }: WrittenTask): boolean {
  if (/^ansible\.builtin\.(?:line|block)infile$/.test(module)) return args["create"] === true;
  return module === "community.general.ini_file" && args["create"] !== false;
}

/** `"0644"`, or a value that the inventory gives. */
function isMode(mode: unknown): boolean {
  return typeof mode === "string" && (/^[0-7]{4}$/.test(mode) || mode.includes("{{"));
}

function isCommand({ module }: WrittenTask): boolean {
  return /^ansible\.builtin\.(?:command|shell|raw|script)$/.test(module);
}

/** Variables of Ansible's own that are no facts: magic ones, and those of the connection. */
const allowed =
  /\bansible_(?!check_mode\b|facts\b|host\b|user\b|port\b|ssh_|become|connection\b|managed\b|play_hosts(?:_all)?\b)\w+/;

/** Everything of a project that Ansible reads as a template. */
function templatedTexts(project: WrittenProject): readonly (readonly [string, string])[] {
  const tasks = everyTask(project).map(({ file, task }) => [file, JSON.stringify(task)] as const);
  return [...tasks, ["site.yml", JSON.stringify(project.plays)] as const];
}

function secretNames(project: WrittenProject): readonly string[] {
  const options = project.roles.flatMap((role) => Object.entries(role.options));
  const names = options.flatMap(([name, option]) => (option["no_log"] === true ? [name] : []));
  const constants = project.roles.flatMap((role) =>
    Object.entries(project.data(`roles/${role.name}/vars/main.yml`) as Data),
  );
  // What a role keeps for itself may be made of a secret.
  const made = constants.flatMap(([name, value]) => (mentions(JSON.stringify(value), names) ? [name] : []));
  // What a command that is given a secret says, it may repeat.
  const said = everyTask(project)
    .filter((each) => handlesSecret(project, each, [...names, ...made]))
    .flatMap(({ task }) => (typeof task["register"] === "string" ? [`${task["register"]}.stdout`] : []));
  return [...names, ...made, ...said];
}

function mentions(text: string, names: readonly string[]): boolean {
  return names.some((name) => new RegExp(`\\b${name.replaceAll(".", "\\.")}\\b`).test(text));
}

/** Whether a task hands a secret to a module: in its arguments, its environment, or the template that it fills in. */
function handlesSecret(
  project: WrittenProject,
  { file, module, args, task }: WrittenTask,
  names: readonly string[],
): boolean {
  const template =
    module === "ansible.builtin.template" ? `${file.split("/tasks/")[0]}/templates/${String(args["src"])}` : "";
  const own = JSON.stringify([args, task["environment"], task["loop"]]);
  return mentions(own, names) || (template !== "" && mentions(project.text(template), names));
}

export const ansibleRules: readonly OwnRule<WrittenProject>[] = [
  {
    tool: "no finding of a linter is silenced",
    points: [1],
    check: ({ roles, text }) => [
      ...(/^(?:skip_list|warn_list|mock_)/m.test(text(".ansible-lint")) ? [".ansible-lint leaves rules out"] : []),
      ...roles.flatMap(({ tasks, handlers }) =>
        [...new Set([...tasks, ...handlers].map(({ file }) => file))].flatMap((file) =>
          // The author's own words for `sh`, which envc hands over as they are: only there, and only this rule.
          text(file)
            .split(/^- name: /m)
            .flatMap((task) =>
              [...task.matchAll(/noqa:? *(.+)/g)].flatMap(([, rule = ""]) =>
                rule === "command-instead-of-module" && task.includes("\n  ansible.builtin.shell:\n")
                  ? []
                  : [`${file} silences ${rule}`],
              ),
            ),
        ),
      ),
    ],
  },
  {
    tool: "the linter's optional rules are on, and every role says what it takes",
    points: [2],
    check: ({ roles, text }) => [
      ...["name[prefix]", "no-log-password", "no-same-owner", "empty-string-compare"]
        .filter((rule) => !text(".ansible-lint").includes(`- ${rule}`))
        .map((rule) => `.ansible-lint does not turn ${rule} on`),
      ...roles
        .filter(({ name }) => text(`roles/${name}/meta/argument_specs.yml`) === "")
        .map(({ name }) => `${name} has no argument specs`),
    ],
  },
  {
    tool: "tasks have names of their own, in the imperative",
    points: [9],
    check: (project) => [
      ...offences(everyTask(project), ({ name }) => name === "", "has no name"),
      ...offences(
        everyTask(project),
        ({ file, name }) => !verb.test(name) && !isRaw(file),
        "does not begin with a verb",
      ),
      // Ansible puts the role in front of a task's name.
      ...project.roles.flatMap(({ tasks, handlers }) =>
        [tasks, handlers].flatMap((list) =>
          list
            .filter(({ name }, at) => list.findIndex((other) => other.name === name) !== at)
            .map(({ file, name }) => `${file}: "${name}" stands there twice`),
        ),
      ),
    ],
  },
  {
    tool: "modules have their full names, from declared collections",
    points: [10],
    check: (project) => {
      const declared = project.data("requirements.yml") as { collections?: readonly Data[] };
      const known = new Set(["ansible.builtin", ...listOf(declared.collections).map(({ name }) => String(name))]);
      return offences(
        everyTask(project),
        ({ module }) => !known.has(module.split(".").slice(0, 2).join(".")),
        "uses a module of no declared collection",
      );
    },
  },
  {
    tool: "what is written has an owner, a group and a mode",
    points: [11],
    check: (project) => [
      ...offences(
        everyTask(project).filter((task) => isFiling(task) || editsWhatMayBeMissing(task)),
        ({ args }) => args["owner"] === undefined || args["group"] === undefined || !isMode(args["mode"]),
        "says not who owns the file, or its mode not in four quoted digits",
      ),
      ...offences(
        everyTask(project).filter(changesOnly),
        ({ args: { owner, group, mode } }) =>
          (owner ?? group ?? mode) === undefined || (mode !== undefined && !isMode(mode)),
        "changes nothing, or a mode not in four quoted digits",
      ),
    ],
  },
  {
    tool: "commands say when they change something, and their shell",
    points: [12],
    check: (project) => [
      ...offences(
        everyTask(project).filter(isCommand),
        ({ args, task }) => task["changed_when"] === undefined && args["creates"] === undefined,
        "says not when it changes something",
      ),
      ...offences(
        everyTask(project).filter(({ module }) => module === "ansible.builtin.shell"),
        ({ args }) => args["executable"] !== "/bin/sh",
        "does not name the shell that the description's language promises",
      ),
    ],
  },
  {
    tool: "exactly the tasks that handle a secret show nothing",
    points: [14],
    check: (project) => {
      const names = secretNames(project);
      return everyTask(project).flatMap((each) => {
        const secret = handlesSecret(project, each, names);
        const hidden = each.task["no_log"] === true && each.task["diff"] === false;
        if (secret === hidden || isRaw(each.file)) return [];
        return [`${each.file}: "${each.name}" ${secret ? "shows a secret" : "hides what is none"}`];
      });
    },
  },
  {
    tool: "handlers are notified, and notified ones are there, once",
    points: [16],
    check: (project) => {
      const all = everyTask(project);
      const handlers = project.roles.flatMap((role) => role.handlers);
      const defined = new Set(handlers.map(({ name }) => name));
      const wanted = new Set(all.flatMap(({ task }) => namesOf(task["notify"])));
      return [
        ...[...wanted].filter((name) => !defined.has(name)).map((name) => `nothing is called "${name}"`),
        ...handlers
          .filter(({ name, task }) => ![name, ...namesOf(task["listen"])].some((topic) => wanted.has(topic)))
          .map(({ name }) => `nothing notifies "${name}"`),
        ...project.roles.flatMap(({ name, handlers: own }) => {
          const units = own.filter(
            ({ module, args }) => module === "ansible.builtin.systemd" && args["name"] !== undefined,
          );
          const reload = own.findIndex(({ args }) => args["daemon_reload"] === true);
          const first = own.findIndex((each) => each === units[0]);
          return reload > first && first >= 0 ? [`${name}: systemd learns of new units after they are used`] : [];
        }),
      ];
    },
  },
  {
    tool: "what a program can check is checked before it counts",
    points: [17],
    check: (project) => [
      ...offences(
        everyTask(project).filter(isFiling),
        ({ args }) => /^\/etc\/sudoers(\.d\/|$)/.test(textOf(args["dest"])) && args["validate"] === undefined,
        "writes a sudo rule without visudo",
      ),
      ...project.roles.flatMap(({ name, handlers }) =>
        ["nginx", "apache2", "ssh", "haproxy"].flatMap((unit) => {
          const at = (title: RegExp): number => handlers.findIndex((handler) => title.test(handler.name));
          const used = at(new RegExp(`^(Reload|Restart) ${unit}$`));
          const checked = at(new RegExp(`^Check the configuration of ${unit}$`));
          return used >= 0 && (checked < 0 || checked > used) ? [`${name}: ${unit} is disturbed unchecked`] : [];
        }),
      ),
    ],
  },
  {
    tool: "facts are asked for by their full names",
    points: [18],
    check: (project) =>
      templatedTexts(project).flatMap(([file, text]) => [
        ...(allowed.test(text) ? [`${file}: ${allowed.exec(text)?.[0]} is a bare fact`] : []),
        ...(/ansible_facts\.\w/.test(text) ? [`${file}: a fact with a dot`] : []),
      ]),
  },
  {
    tool: "every task is reached by a tag, and tags have the role's name in front",
    points: [19],
    check: ({ plays, roles }) => [
      ...roles.flatMap(({ name, imports }) =>
        imports
          .filter(({ task }) => !namesOf(task["tags"]).some((tag) => tag.startsWith(`${name}_`)))
          .map((each) => `${each.file}: "${each.name}" has no tag of ${name}`),
      ),
      ...plays.flatMap((play) =>
        ["pre_tasks", "roles", "tasks", "post_tasks"]
          .flatMap((part) => listOf(play[part]))
          .filter((each) => namesOf(each["tags"]).length === 0)
          .map((each) => `site.yml: "${String(each["name"] ?? each["role"])}" has no tag`),
      ),
    ],
  },
  {
    tool: "a play says what a failure means",
    points: [20],
    check: ({ plays }) =>
      plays
        .filter(
          (play) =>
            play["force_handlers"] !== true || (play["any_errors_fatal"] ?? play["max_fail_percentage"]) !== undefined,
        )
        .map((play) => `site.yml: "${String(play["name"])}" forgets handlers when something fails`),
  },
  {
    tool: "no file of another user in between, and root only through become",
    points: [21],
    check: ({ plays, text }) => [
      ...(/^pipelining = True$/m.test(text("ansible.cfg")) ? [] : ["ansible.cfg does not turn pipelining on"]),
      ...plays
        .filter((play) => play["become"] !== true)
        .map((play) => `site.yml: "${String(play["name"])}" is not become`),
    ],
  },
  {
    tool: "a role's meta data are whole",
    points: [23],
    check: ({ roles }) =>
      roles.flatMap(({ name, meta }) => {
        const info = isRecord(meta["galaxy_info"]) ? meta["galaxy_info"] : {};
        return ["author", "description", "license", "min_ansible_version", "platforms", "galaxy_tags"]
          .filter((key) => info[key] === undefined)
          .map((key) => `${name}: no ${key}`);
      }),
  },
];
