/** Where things of ours are on the machine. A folder of root's that survives a reboot: `/run` does not, `/tmp` is cleaned while cloud-init runs. */
export const places = {
  folder: "/var/lib/provision",
  script: "/var/lib/provision/provision.sh",
  verify: "/var/lib/provision/verify.sh",
  status: "/var/lib/provision/status",
  /** File contents wait below it, under the path that they are meant for. */
  files: "/var/lib/provision/files",
  /** Sums of files with secrets, for their comparison. */
  sums: "/var/lib/provision/sums",
} as const;
