/** Where the environment of a process or a schedule is on a machine. */
export function environmentPath(name: string): string {
  return `/etc/default/${name}`;
}
