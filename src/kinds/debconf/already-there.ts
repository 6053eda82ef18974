/**
 * Packages with questions that a server's image has, as a rule, before a spec is applied (priorities "required" and
 * "important", and what the cloud images of Debian and Ubuntu add), and what is written here instead of an answer.
 * Configuring one of them anew would not do: its own files say more then than an answer does, as with tzdata
 * (debconf-devel(7), "config script").
 */
const alreadyThere: ReadonlyMap<string, string | undefined> = new Map([
  ["adduser", undefined],
  ["apparmor", undefined],
  ["base-passwd", undefined],
  ["ca-certificates", 'write `ca-certificate company { source = file("./company.crt") }`'],
  ["cloud-init", undefined],
  ["console-setup", 'write a `file "/etc/default/console-setup"`'],
  ["dash", undefined],
  ["debconf", undefined],
  ["grub-efi-amd64", undefined],
  ["grub-pc", undefined],
  ["iproute2", undefined],
  ["keyboard-configuration", 'write a `file "/etc/default/keyboard"`'],
  ["libc6", undefined],
  ["libpam-modules", undefined],
  ["libpam-runtime", undefined],
  ["libpam0g", undefined],
  ["locales", 'write `locale = "de_DE.UTF-8"` in the machine'],
  ["man-db", undefined],
  ["openssh-server", "write an `ssh-server` block"],
  ["tzdata", 'write `timezone = "Europe/Berlin"` in the machine'],
  ["ucf", undefined],
  ["unattended-upgrades", "write an `automatic-updates` block"],
]);

/** What to write instead of answers to a package that has asked already; undefined for any other package. */
export function insteadOfAnswers(name: string): string | undefined {
  const bare = name.replace(/:.*/, "");
  if (!alreadyThere.has(bare)) return undefined;
  const again = `write a \`command\` with a guard, that gives the answer and runs \`dpkg-reconfigure --frontend noninteractive ${bare}\``;
  return alreadyThere.get(bare) ?? again;
}
