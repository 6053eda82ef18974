/** What the rule command-instead-of-module of ansible-lint looks for at the beginning of a command (its source, `_modules`). */
const programs: ReadonlySet<string> = new Set(
  "apt-get chkconfig curl git hg letsencrypt mktemp mount patch rpm rsync sed service supervisorctl svn systemctl tar unzip wget yum".split(
    " ",
  ),
);

/** Whether ansible-lint asks for a module instead of this program, given with or without its folder. */
export function hasModule(program: string): boolean {
  return programs.has(program.slice(program.lastIndexOf("/") + 1));
}
