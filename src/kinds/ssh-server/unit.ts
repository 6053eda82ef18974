import type { OsRelease } from "../../ir/os.ts";

/**
 * The unit that answers on the port. Ubuntu has started sshd by a socket since 22.10 (ubuntu.com, "SSH socket
 * activation"); a generator makes that socket's ports from sshd_config when systemd reads its units again.
 */
export function sshUnitOn(os: OsRelease): "ssh.service" | "ssh.socket" {
  return os.distribution === "ubuntu" && Number(os.version) >= 22.1 ? "ssh.socket" : "ssh.service";
}
