/**
 * The jails of jail.conf in fail2ban 0.11 to 1.1 (Debian 11 to 13) that guard what web servers run. Each has a filter of
 * its own and knows its ports and its log.
 */
export const knownJails: readonly string[] =
  `3proxy apache-auth apache-badbots apache-botsearch apache-fakegooglebot apache-modsecurity apache-nohome
apache-noscript apache-overflows apache-shellshock asterisk bitwarden courier-auth courier-smtp cyrus-imap
directadmin domino-smtp dovecot dropbear drupal-auth exim exim-spam freeswitch froxlor-auth gitlab grafana
groupoffice gssftpd guacamole haproxy-http-auth horde lighttpd-auth mongodb-auth monit murmur mysqld-auth nagios
named-refused nginx-bad-request nginx-botsearch nginx-http-auth nginx-limit-req nsd openhab-auth oracleims pam-generic
pass2allow-ftp perdition php-url-fopen phpmyadmin-syslog portsentry postfix postfix-rbl postfix-sasl proftpd
pure-ftpd qmail-rbl recidive roundcube-auth screensharingd selinux-ssh sendmail-auth sendmail-reject sieve slapd sogo-auth
solid-pop3d squid squirrelmail sshd stunnel suhosin tine20 traefik-auth uwimap-auth vsftpd webmin-auth wuftpd
xinetd-fail znc-adminlog zoneminder`.split(/\s+/);

/**
 * Jails whose program writes to the journal on every system here, so that no log file must be there first. The others
 * read the files that jail.conf names.
 */
export const journalJails: ReadonlySet<string> = new Set([
  "sshd",
  "pam-generic",
  "postfix",
  "postfix-rbl",
  "postfix-sasl",
  "dovecot",
  "sieve",
  "named-refused",
]);
