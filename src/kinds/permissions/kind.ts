import type { Kind } from "../../ir/kind.ts";
import { editId } from "../shared/edits.ts";
import { pathName } from "../shared/names.ts";
import { groupAttribute, mode, ownerAttribute, reloadsAttribute, restartsAttribute } from "../shared/types.ts";
import { checkPermissions } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerPermissions } from "./lower.ts";

const kept = { describe: "as it is", reason: "only what is written here is changed" };

/** Who a file or directory belongs to and who may use it, without its content. */
export const kind: Kind = {
  name: "permissions",
  doc: "The owner, group and mode of a file or directory that comes with a package or with the system.",
  label: { presence: "required", scope: "machine", ...pathName, example: '"/etc/crontab"' },
  attributes: {
    owner: { ...ownerAttribute, default: kept },
    group: { ...groupAttribute, default: kept },
    mode: { type: mode, doc: "Who may read and write it.", example: "0600", default: kept },
    restarts: restartsAttribute,
    reloads: reloadsAttribute,
  },
  blocks: {},
  absent: false,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a file that only root reads",
      source: 'envspec 1\n\nos = "debian-12"\n\npermissions "/etc/issue.net" { mode = 0600 }\n',
    },
  ],
  check: checkPermissions,
  targets: {
    ansible: "`ansible.builtin.file`.",
    dockerfile: "`chown` and `chmod` while the image is built.",
    "cloud-init": "Set by the script of the first boot.",
  },
  primaryOp: (name) => editId("permissions", name),
  lower: lowerPermissions,
};
