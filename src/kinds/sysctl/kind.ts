import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { sysctlName } from "../shared/names.ts";
import { text } from "../shared/types.ts";
import { checkSysctl } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerSysctl } from "./lower.ts";

/** A setting of the kernel. */
export const kind: Kind = {
  name: "sysctl",
  doc: "A setting of the kernel.",
  label: { presence: "required", scope: "machine", ...sysctlName, example: '"net.ipv4.ip_forward"' },
  attributes: {
    value: { type: text, late: true, required: true, doc: "The value, as text.", example: '"1"' },
  },
  blocks: {},
  absent: false,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    { title: "a setting", source: 'envspec 1\n\nos = "debian-12"\n\nsysctl "net.core.somaxconn" { value = "4096" }\n' },
  ],
  check: checkSysctl,
  targets: {
    ansible: "One file in `/etc/sysctl.d`, loaded by a handler.",
    dockerfile:
      "Settings of a container's own network are in compose.yaml; others belong to the host and are reported.",
    "cloud-init": "One file in `/etc/sysctl.d`, loaded on the first boot.",
  },
  primaryOp: (name) => opId("sysctl", name),
  lower: lowerSysctl,
};
