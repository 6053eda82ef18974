/** The attribute of a `raw` block that is for this target. */
export const rawAttribute = "cloud-init";

/**
 * Keys at the top of a cloud-config file. The list is that of cloud-init 25.1's schema (schema-cloud-config-v1.json,
 * properties) without the deprecated spellings; keys that are newer would be unknown to cloud-init 22.4 too.
 */
export const knownKeys: ReadonlySet<string> = new Set(
  (
    "allow_public_ssh_keys ansible apk_repos apt apt_pipelining authkey_hash bootcmd byobu_by_default ca_certs chef " +
    "chpasswd create_hostname_file device_aliases disable_ec2_metadata disable_root disable_root_opts disk_setup " +
    "drivers fan final_message fqdn fs_setup groups growpart grub_dpkg hostname keyboard landscape locale " +
    "locale_configfile lxd manage_etc_hosts manage_resolv_conf mcollective mount_default_fields mounts " +
    "no_ssh_fingerprints ntp output package_reboot_if_required package_update package_upgrade packages phone_home " +
    "power_state prefer_fqdn_over_hostname preserve_hostname puppet random_seed reporting resize_rootfs resolv_conf " +
    "rh_subscription rsyslog runcmd salt_minion snap spacewalk ssh ssh_authorized_keys ssh_deletekeys " +
    "ssh_fp_console_blacklist ssh_genkeytypes ssh_import_id ssh_key_console_blacklist ssh_keys ssh_publish_hostkeys " +
    "ssh_pwauth ssh_quiet_keygen swap system_info timezone ubuntu_pro updates user users vendor_data wireguard " +
    "write_files yum_repo_dir yum_repos zypper"
  ).split(" "),
);

/** Keys that envc writes itself, or for which it has a kind, and the kind (or the words) that say the same in a spec. */
export const ownKeys: ReadonlyMap<string, string> = new Map([
  ["write_files", "a `file` block"],
  ["runcmd", "a `command` block"],
  ["packages", "a `package` block"],
  ["users", "a `user` block"],
  ["user", "a `user` block"],
  ["groups", "a `group` block"],
  ["hostname", "`hostname = …` of the machine"],
  ["fqdn", "`hostname = …` of the machine"],
  ["prefer_fqdn_over_hostname", "`hostname = …` of the machine"],
  ["preserve_hostname", "`hostname = …` of the machine"],
  ["timezone", "`timezone = …` of the machine"],
  ["locale", "`locale = …` of the machine"],
  ["locale_configfile", "`locale = …` of the machine"],
  ["disable_root", '`ssh { user = "root" }` of the host'],
  ["ssh_pwauth", "a `file` block in `/etc/ssh/sshd_config.d`"],
]);
