import { foldText } from "../diagnostics/display-text.ts";

/** The words of `--help`: what a command is for, and examples to type. */
interface HelpText {
  readonly about: string;
  readonly after: string;
}

const program: HelpText = {
  about:
    "One short .envspec file, the same machine everywhere: as an Ansible project, as a Dockerfile and as a cloud-init file.",
  after: `
Start here:
  envc init my-site            write a first file, with questions
  envc check my-site           find mistakes; --fix mends the simple ones
  envc build my-site           write out/ansible, out/dockerfile and out/cloud-init
  envc explain process         what you can say about a process
  envc explain E0203           what an error means, with an example
  envc explain out/ansible/site.yml:12
                               which line of yours made that line

Exit codes:
  0  everything is as it should be     3   nothing was written: see the message
  1  there is an error in the file     70  a bug in envc (ENVC_DEBUG=1 shows where)
  2  the command line is wrong

Environment: NO_COLOR and FORCE_COLOR turn colours off and on.`,
};

const init: HelpText = {
  about: "Write a first .envspec file.",
  after: `
In a terminal it asks; with --template it does not. It never replaces a file that is there, unless --force says so.

Examples:
  envc init
  envc init shop --template node-app
  envc init . --template minimal`,
};

const build: HelpText = {
  about: "Write the files for every target. All of them or, when something is wrong, none.",
  after: `
FILE may be a folder with exactly one .envspec file, and is this folder when it is left out. Without environments the output is
OUT/TARGET/…, with environments OUT/ENVIRONMENT/TARGET/…. Ansible is one project for all environments, OUT/ansible,
with an inventory for each; --env makes it of the named ones alone. An environment's own \`target = …\` says which
targets it is for; --target overrides that.

envc keeps a list of what it wrote (.envc-manifest.json, with the texts in .envc-base.json) and removes what it no
longer produces. Files that it did not write, or that were changed by hand, are never replaced unasked: a change of
yours stays as long as envc has nothing new to say there. When both changed a file, nothing is written, both changes
are shown, and you choose:

  --merge   both changes, where they do not touch each other
  --keep    your file stays; envc asks again only when it would write something new
  --adopt   changed values of the Ansible project go into the .envspec file, comments kept
  --force   envc's file

With --merge or --adopt, --keep and --force are for what is left over. When nothing changed, nothing is written.

envc-report.json says for each resource how each target does it.

Examples:
  envc build
  envc build shop.envspec --target ansible
  envc build shop.envspec --env prod --out /tmp/prod
  envc build --dry-run
  envc build --adopt --dry-run                     what a changed value would change in the .envspec file
  envc build --emit ir | jq .programs`,
};

const check: HelpText = {
  about: "Find mistakes; write nothing.",
  after: `
Everything is reported in one go, in the order of the file. Formats: human; short (one line each, for editors); json (for
programs); github (annotations in a pull request). What only a target can say, \`envc build --dry-run\` says.

Examples:
  envc check
  envc check --fix shop.envspec
  envc check --format github *.envspec`,
};

const fmt: HelpText = {
  about: "Bring files into canonical form.",
  after: `
Two spaces, one blank line between blocks; order and comments stay. \`-\` reads standard input and prints the result.

Examples:
  envc fmt shop.envspec
  envc fmt --check *.envspec
  envc fmt - < shop.envspec`,
};

const show: HelpText = {
  about: "Print everything that an environment is, with where each value comes from.",
  after: `
Defaults with their reason, patches with their line, what modules made. Secrets are named, never shown.

Examples:
  envc show
  envc show shop.envspec --env prod`,
};

const secret: HelpText = {
  about: "Keep secrets in an Ansible Vault beside the file.",
  after: `
The vault of an environment is secrets/ENVIRONMENT.vault.yml (without environments secrets/vault.yml), next to the .envspec file.
ansible-vault reads and writes it as well: \`ansible-vault edit secrets/prod.vault.yml\`. No build changes it; a build takes the encrypted
file into the Ansible project. Values are typed unseen or piped in, and never printed.

The vault's password comes from --vault-password-file, from the file that ANSIBLE_VAULT_PASSWORD_FILE names, or from a question.

Examples:
  envc secret set db-password --env prod
  envc secret set tls-key --env prod < key.pem
  envc secret generate session-key shop.envspec --env prod --length 64
  envc secret list --env prod`,
};

const explain: HelpText = {
  about: "Explain an error, a kind, an attribute, a word of the language, or a line of the output.",
  after: `
Without a topic it lists what there is.

Examples:
  envc explain E0203                               an error or a warning
  envc explain process                             a kind
  envc explain process.restart                     one of its attributes
  envc explain secret                              a word of the language
  envc explain out/ansible/roles/web/tasks/main.yml:42
                                                   the line of the spec that it comes from`,
};

const completion: HelpText = {
  about: "Print a completion script for bash, zsh or fish.",
  after: `
Examples:
  envc completion bash > /etc/bash_completion.d/envc
  envc completion zsh > "\${fpath[1]}/_envc"
  envc completion fish > ~/.config/fish/completions/envc.fish`,
};

/** All of them, by command. */
export const helpTexts = { program, init, build, check, fmt, show, secret, explain, completion };

/** A text for `--help`: paragraphs are folded to the width of the terminal, indented lines stay as they are. */
export function foldHelp(text: string, columns: number): string {
  const blocks = text.split(/\n(?=\n|[ ]|[A-Z]\w+:)/);
  return blocks.flatMap((block) => (/^\s*$|^ /.test(block) ? [block] : foldBlock(block, columns))).join("\n");
}

function foldBlock(block: string, columns: number): readonly string[] {
  const start = /^\n*/.exec(block)?.[0] ?? "";
  return [start + foldText(block.slice(start.length).replaceAll("\n", " "), columns).join("\n")];
}
