import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("automatic-updates { updates = security }"),
  ...wordsFor(
    ["security-only", "origins", "origins-pattern", "allowed-origins", "level", "upgrade-type", "package-upgrade"],
    {
      help: "write `updates = security`, which holds anyway, or `updates = all`",
    },
  ),
  ...wordsFor(
    ["automatic-reboot", "reboot-time", "automatic-reboot-time", "auto-reboot", "package-reboot-if-required"],
    {
      help: 'write `reboot = "04:30"`, a time of day; without it nobody reboots',
      same: "reboot",
    },
  ),
  ...wordsFor(["email", "mail-to", "notify"], { help: 'write `mail = "admin@example.com"`', same: "mail" }),
  ...wordsFor(["needrestart", "restart-services-after-update", "auto-restart", "restart", "restart-mode"], {
    help: "write `restart-services = true`, which holds anyway, or `restart-services = false`",
  }),
  ...wordsFor(["mailreport", "report"], { help: "write `mail-report = only-on-error`", same: "mail-report" }),
  ...wordsFor(["autoremove", "remove-unused-dependencies", "cleanup"], {
    help: "write `remove-unused = true`",
    same: "remove-unused",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(
    [
      "unattended-upgrades",
      "auto-updates",
      "auto-upgrades",
      "automatic-upgrades",
      "updates",
      "upgrades",
      "security-updates",
      "dnf-automatic",
      "package-update",
    ],
    { help: "write `automatic-updates`: security updates every day", same: "automatic-updates" },
  ),
};
