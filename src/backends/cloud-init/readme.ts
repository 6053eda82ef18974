import type { ReportRow } from "../../ir/backend.ts";
import type { Host } from "../../ir/model.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import { byHandText } from "../shared/by-hand-text.ts";
import { places } from "./places.ts";
import { type Logins, loginsOf } from "./logins.ts";
import { rawAttribute } from "./raw-keys.ts";
import { commandsFor } from "./make-machine.ts";
import { countedSize, providers, takes, type Provider } from "./providers.ts";
import { secretsOf } from "./secrets.ts";

/** What the README says about one file. */
export interface ReadmeFile {
  readonly path: string;
  readonly machine: MachineProgram;
  /** Whom it is for; empty when nobody has said which hosts there are. */
  readonly hosts: readonly Host[];
  readonly bytes: number;
  readonly packed: boolean;
}

/** The README of the target's folder: what the files are, how to use them, what to do when something is wrong. */
export function printReadme(program: Program, files: readonly ReadmeFile[], rows: readonly ReportRow[]): string {
  const first = files[0]?.path ?? "machine.yaml";
  const server = files[0]?.hosts[0]?.name ?? (files[0] === undefined ? "web-1" : `${files[0].machine.name}-1`);
  const size = Math.max(0, ...files.map((file) => file.bytes));
  const environment = program.environment === undefined ? "" : `, environment \`${program.environment}\``;
  return [
    `# ${inline(program.name)}: cloud-init files`,
    "",
    `Written by envc from \`${inline(program.name)}.envspec\`${environment}. Change the machine there and build again; it asks before it replaces a change of yours.`,
    ...(program.doc === undefined ? [] : ["", ...program.doc.split("\n").map(inline)]),
    "",
    "A new machine that is given one of these files as *user data* sets itself up on its first boot.",
    "",
    "| File | For | System | Size |",
    "| --- | --- | --- | --- |",
    ...files.map(fileRow),
    "",
    ...notHere(rows),
    "## Make a machine with it",
    "",
    "Take an image of the system in the table, and hand over the file as it is:",
    "",
    "```sh",
    ...commandsFor({ path: first, name: server, size, os: files[0]?.machine.os }),
    "```",
    "",
    `In Terraform and OpenTofu: \`user_data = file("${first}")\` (not \`templatefile\`, which would read \`\${…}\` in it).`,
    "On a machine of your own: put it next to an empty `meta-data` on a disk with the label `cidata` (`cloud-localds seed.iso FILE`).",
    "",
    ...limits(size),
    ...afterwards(),
    ...access(files),
    ...secrets(program, files),
    "## How a change reaches a machine that is already there",
    "",
    "It does not by itself: cloud-init runs this file once, on the first boot of an instance.",
    "",
    "1. Replace the machine: build, make a new one with the new file, move the traffic, delete the old one. With Terraform:",
    "   `user_data_replace_on_change = true`. This is the way for machines that hold no data.",
    "2. Let Ansible take over: build the target `ansible` from the same spec and run it against the machine. Both bring a",
    ...ansibleUser(files),
    "   everything back to what this file says, an app to the release that is in it.",
    "3. `sudo cloud-init clean --logs --reboot` runs the first boot again. For trying out only: it makes new host keys, too.",
    "",
    ...byHand(program),
    "## What to know",
    "",
    "- User data is not secret: programs on the machine can read it. No secret is in these files.",
    "- Packages come from the archive in the version of the day, unless the spec pins one.",
    ...rawKeys(program),
    "",
  ].join("\n");
}

/** What people do on the machine, once it is there. */
function byHand({ machines }: Program): readonly string[] {
  const lines = byHandText(machines);
  return lines.length === 0 ? [] : ["## By hand", "", ...lines, ""];
}

function fileRow(file: ReadmeFile): string {
  const { hosts } = file;
  const whom =
    hosts.length === 0 ? `machine \`${file.machine.name}\`` : hosts.map((host) => `\`${host.name}\``).join(", ");
  const provider = providers.get(file.machine.provider ?? "");
  const share =
    provider === undefined
      ? ""
      : `, ${Math.ceil((countedSize(file.bytes, provider) / provider.limit) * 100)} % of what ${provider.title} takes`;
  const size = `${file.bytes} bytes${share}${file.packed ? " (contents packed)" : ""}`;
  return `| [${file.path}](${file.path}) | ${whom} | ${file.machine.os.id} | ${size} |`;
}

function notHere(rows: readonly ReportRow[]): string[] {
  const missing = rows.flatMap(({ resource, support }) => (support.support === "none" ? [{ resource, support }] : []));
  if (missing.length === 0) return [];
  return [
    "Not in these files:",
    "",
    ...missing.map(({ resource, support }) => `- \`${inline(resource)}\`: ${support.reason}; ${support.instead}`),
    "",
  ];
}

/** Who takes files of this size, and who does not. */
function limits(size: number): string[] {
  const describe = (each: Provider): string =>
    `${each.title} ${each.limit} bytes${each.counts === "base64" ? " in base64" : ""}${each.source === "reported" ? " (unofficial)" : ""}`;
  const list = (which: boolean): string =>
    [...providers.values()]
      .filter((each) => takes(each, size) === which)
      .map(describe)
      .join(", ");
  const [good, bad] = [list(true), list(false)];
  return [
    ...(good === "" ? [] : [`How much a provider takes: ${good}.`, ""]),
    ...(bad === ""
      ? []
      : [
          `Too small for ${size} bytes: ${bad}. Name the provider in the spec (\`envc explain machine.provider\`), and envc packs the`,
          "contents, or says which of them is too big.",
          "",
        ]),
  ];
}

/** What the spec's `raw` blocks put into the file; nothing when there is none. */
function rawKeys(program: Program): string[] {
  const reasons = program.machines.flatMap((machine) =>
    machine.ops.flatMap((op) => (op.op === "raw" && op.targets[rawAttribute] !== undefined ? [op.reason] : [])),
  );
  if (reasons.length === 0) return [];
  const list = [...new Set(reasons)].map((reason) => `"${inline(reason)}"`).join(", ");
  return [
    `- Some keys stand in the file as somebody wrote them in the spec, in \`raw\` blocks: ${list}. envc does not know what they do.`,
  ];
}

function afterwards(): string[] {
  return [
    "## See how it went",
    "",
    "```sh",
    "cloud-init status --wait --long              # done, or error",
    `sudo cat ${places.status}          # ok, or the step that failed`,
    "sudo less /var/log/cloud-init-output.log     # what the script printed",
    "cloud-init analyze show                      # where the time went",
    `sudo sh ${places.verify}        # compares the machine with its description, changes nothing`,
    `sudo sh ${places.script}     # does what is missing; a second run changes nothing`,
    "```",
    "",
    "The script stops at the first step that fails, and its last step compares the machine with everything that the spec promises. So",
    "`done` means: this is the machine that was described.",
    "",
  ];
}

/** Who can log in: once for all machines where it is the same. */
function access(files: readonly ReadmeFile[]): string[] {
  const texts = new Map<string, string[]>();
  for (const machine of new Set(files.map((file) => file.machine))) {
    const text = loginLines(loginsOf(machine)).join("\n");
    texts.set(text, [...(texts.get(text) ?? []), machine.name]);
  }
  const all = [...texts].flatMap(([text, names]) => [
    ...(texts.size === 1 ? [] : [`On ${names.map((name) => `\`${inline(name)}\``).join(", ")}:`, ""]),
    text,
    "",
  ]);
  return ["## Who can log in", "", ...all];
}

function loginLines(logins: Logins): string[] {
  const names = logins.keyed.map((name) => `\`${inline(name)}\``).join(", ");
  const imageUser = "default user of the image (`debian`, `ubuntu`, `admin`)";
  return [
    ...(logins.defaultUser
      ? [`The ${imageUser} with the SSH key that you give to the provider.`]
      : [`Not the ${imageUser}: the spec leaves it out.`]),
    ...(names === "" ? [] : [`Of the spec, with their own keys: ${names}.`]),
    logins.passwords ? "Who has a password may log in with it." : "Nobody logs in with a password.",
    rootLine[logins.root],
    ...(logins.defaultUser
      ? [
          `Write \`absent user ${logins.imageUser}\` into the spec when the default user shall go; see first that another one can log in.`,
        ]
      : []),
  ];
}

const rootLine: Readonly<Record<Logins["root"], string>> = {
  provider: 'As `root`, too, with the provider\'s key: a host of the spec says `ssh { user = "root" }`.',
  spec: "As `root`, too, with its key of the spec.",
  "no-key": "Nobody logs in as `root`: no key is there for it.",
  refused: "Nobody logs in as `root`.",
};

/** As whom Ansible comes to a machine that these files have made. */
function ansibleUser(files: readonly ReadmeFile[]): string[] {
  const logins = files.map((file) => loginsOf(file.machine));
  const [imageUser = "debian"] = logins.map((each) => each.imageUser);
  const asRoot = logins.some(({ root }) => root === "provider" || root === "spec") ? ["root"] : [];
  const [other] = [...logins.flatMap(({ administrators }) => administrators), ...asRoot];
  const begin = "   machine to the same state, so nothing changes but what you changed. It logs in as";
  const block = (user: string): string => `\`ssh { user = "${inline(user)}" }\` in its \`host\` block.`;
  const end = "From then on leave the script of the first boot alone: it would put";
  if (logins.every(({ defaultUser }) => defaultUser))
    return [`${begin} the default user:`, `   ${block(imageUser)} ${end}`];
  if (other === undefined)
    return [
      `${begin} somebody who can log in and become`,
      '   root, and the spec has nobody like that: give one of its users `sudo = "ALL=(ALL) NOPASSWD: ALL"`, with `package sudo`, and make the',
      `   machine anew. ${end}`,
    ];
  return [`${begin} somebody who can log in and become`, `   root: ${block(other)} ${end}`];
}

/** Which secrets the machines fetch, and what they need for it. */
function secrets(program: Program, files: readonly ReadmeFile[]): string[] {
  const used = new Set(files.flatMap(({ machine }) => machine.ops.flatMap(secretsOf)));
  const rows = program.secrets.flatMap(({ name, fetch, doc }) =>
    used.has(name) && fetch !== undefined
      ? [`| \`${inline(name)}\` | \`${inline(fetch.join(" "))}\` | ${inline(doc ?? "")} |`]
      : [],
  );
  if (rows.length === 0) return [];
  return [
    "## Secrets",
    "",
    "No secret is in these files. The machine fetches each one on its first boot, as root, with a command that you wrote into the spec:",
    "",
    "| Secret | Command | |",
    "| --- | --- | --- |",
    ...rows,
    "",
    "Give the machine what the command needs when you make it: an instance role, a service account, a token of its own. What the command",
    "prints is the secret; line ends at its end are dropped. It is tried seven times, with growing pauses, for about a minute. If it fails",
    `then, the boot ends there: \`${places.status}\` names the secret, and what the command said is in \`${places.folder}/fetch-NAME.log\`,`,
    `for root alone. When the cause is gone, \`sudo sh ${places.script}\` goes on. The same command takes in a secret that changed, on a`,
    "machine that nothing else has changed since: it fetches all of them again, writes what differs and restarts what uses it.",
    "",
  ];
}

/** Text for one line of Markdown. */
function inline(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must not get through
  return text.replace(/[\u0000-\u001f\u007f-\u009f`<>|]+/g, " ");
}
