import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { hostAttributes, hostBlocks } from "../shared/nginx/attributes.ts";
import { checkVirtualHost } from "../shared/nginx/check.ts";
import { hostBrings, hostName, hostProperties, hostTargets } from "../shared/nginx/host-kind.ts";
import { sitePath, virtualHostOps } from "../shared/nginx/ops.ts";
import { alsoCalled, foreign } from "./foreign.ts";

/** A domain whose requests nginx passes on to applications. */
export const kind: Kind = {
  name: "proxy",
  doc: "A domain in front of applications: nginx passes requests on, to one machine or evenly to all hosts of another.",
  label: { presence: "required", scope: "file", ...hostName, example: "front" },
  attributes: hostAttributes,
  blocks: hostBlocks,
  absent: true,
  addressable: true,
  properties: hostProperties,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "an application on the same machine",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage nodejs\n\nuser shop { system = true }\n\nprocess api {\n  run = ["/usr/bin/node", "/srv/shop/server.js"]\n  user = shop\n  port = 3000\n}\n\nproxy front {\n  domain = "shop.example.com"\n  max-body = 20MB\n\n  route "/" { to = api }\n\n  route "/live/" {\n    to = api\n    websocket = true\n    timeout = 10min\n  }\n}\n',
    },
    {
      title: "one machine in front of all hosts of another",
      source:
        'envspec 1\n\nmachine [edge, app] { os = "debian-12" }\n\npackage nodejs { machine = app }\n\nuser shop {\n  machine = app\n  system = true\n}\n\nprocess api {\n  machine = app\n  run = ["/usr/bin/node", "/srv/shop/server.js"]\n  user = shop\n  port = 3000\n}\n\nproxy front {\n  machine = edge\n  domain = "shop.example.com"\n\n  route "/" {\n    to = api\n    balance = least-connections\n  }\n}\n\nenvironment prod {\n  host edge-1 { machine = edge, address = "203.0.113.10" }\n  host app-1 { machine = app, address = "203.0.113.11" }\n  host app-2 { machine = app, address = "203.0.113.12" }\n}\n',
    },
  ],
  check: checkVirtualHost,
  brings: hostBrings,
  primaryOp: (name) => opId("file", sitePath(name)),
  targets: hostTargets,
  lower: (resource, context) => virtualHostOps(resource, undefined, context),
};
