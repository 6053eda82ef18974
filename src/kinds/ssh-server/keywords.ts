/**
 * The keywords of sshd_config(5) as OpenSSH 8.4 to 10.0 write them (Debian 11 to 13, Ubuntu 22.04 and 24.04), that a
 * policy may need besides the attributes of the kind. `Match`, `Include` and what names files of the host's identity are
 * not among them: they belong in a file of their own.
 */
export const sshdKeywords: readonly string[] =
  `AcceptEnv AddressFamily AllowStreamLocalForwarding AuthenticationMethods AuthorizedKeysCommand
AuthorizedKeysCommandUser AuthorizedKeysFile AuthorizedPrincipalsFile CASignatureAlgorithms ChrootDirectory Ciphers
ClientAliveCountMax ClientAliveInterval Compression DenyGroups DenyUsers DisableForwarding ExposeAuthInfo
FingerprintHash ForceCommand GatewayPorts GSSAPIAuthentication GSSAPICleanupCredentials HostbasedAcceptedAlgorithms
HostbasedAuthentication HostCertificate HostKey HostKeyAlgorithms IgnoreRhosts IgnoreUserKnownHosts IPQoS
KexAlgorithms ListenAddress LogLevel LogVerbose MACs MaxSessions MaxStartups ModuliFile PermitEmptyPasswords PermitListen
PermitOpen PermitTTY PermitTunnel PermitUserEnvironment PermitUserRC PerSourceMaxStartups PerSourceNetBlockSize PidFile
PrintLastLog PrintMotd PubkeyAcceptedAlgorithms PubkeyAuthOptions RekeyLimit RequiredRSASize RevokedKeys SetEnv
StreamLocalBindMask StreamLocalBindUnlink StrictModes Subsystem SyslogFacility TCPKeepAlive TrustedUserCAKeys
UnusedConnectionTimeout UseDNS UsePAM VersionAddendum X11DisplayOffset X11Forwarding X11UseLocalhost XAuthLocation`.split(
    /\s+/,
  );

/** Keywords that an attribute of the kind writes, by their small letters. */
export const keywordsOfAttributes: Readonly<Record<string, string>> = {
  port: "ports",
  permitrootlogin: "root-login",
  passwordauthentication: "password-login",
  kbdinteractiveauthentication: "password-login",
  challengeresponseauthentication: "password-login",
  pubkeyauthentication: "authorized-keys",
  allowusers: "allow-users",
  allowgroups: "allow-groups",
  allowtcpforwarding: "tcp-forwarding",
  allowagentforwarding: "agent-forwarding",
  maxauthtries: "max-auth-tries",
  logingracetime: "login-grace-time",
  banner: "banner",
};

/** The keyword as the manual writes it, whatever its capitals were; undefined for one that sshd does not know. */
export function sshdKeyword(written: string): string | undefined {
  const wanted = written.toLowerCase();
  return sshdKeywords.find((keyword) => keyword.toLowerCase() === wanted);
}
