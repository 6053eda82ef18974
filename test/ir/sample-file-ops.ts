import type { Op } from "../../src/ir/ops.ts";
import { literalText } from "../../src/ir/text.ts";
import { base, variable, secret, bytes, nginxReload, apiRestart, sampleSpan } from "./sample-parts.ts";

/** The sample's files, directories, links and kernel settings. */
export const fileOps: readonly Op[] = [
  {
    ...base("directory:/etc/shop", "Create the directory /etc/shop"),
    op: "directory",
    path: "/etc/shop",
    owner: "root",
    group: "root",
    mode: "0755",
    implied: true,
    recursive: undefined,
  },
  {
    ...base("directory:/srv/www", "Create the directory /srv/www", { triggers: [nginxReload] }),
    op: "directory",
    path: "/srv/www",
    owner: "www-data",
    group: "www-data",
    mode: "0755",
    implied: false,
    recursive: undefined,
  },
  {
    ...base("tree:/srv/www", "Copy the files of public to /srv/www", {
      resource: "directory./srv/www",
      triggers: [nginxReload],
    }),
    op: "tree",
    path: "/srv/www",
    folder: {
      path: "public",
      files: [
        { path: "assets/style.css", bytes: bytes("body { margin: 0 }\n"), executable: false },
        { path: "index.html", bytes: bytes("<h1>{{ not a template }}</h1>\n"), executable: false },
        { path: "tools/run.sh", bytes: bytes("#!/bin/sh\necho hi\n"), executable: true },
      ],
      directories: ["assets", "empty", "tools"],
    },
    owner: "www-data",
    group: "www-data",
    directoryMode: "0755",
    fileMode: "0644",
  },
  {
    ...base("directory:/var/lib/shop", "Create the directory /var/lib/shop"),
    op: "directory",
    path: "/var/lib/shop",
    owner: "shop",
    group: "shop",
    mode: "0750",
    implied: false,
    recursive: { directoryMode: "0750", fileMode: "0640" },
  },
  {
    ...base("file:/etc/shop/config.json", "Write /etc/shop/config.json", {
      doc: "What the shop reads when it starts.",
      triggers: [apiRestart],
    }),
    op: "file",
    path: "/etc/shop/config.json",
    content: {
      from: "text",
      text: [
        '{"domain": "',
        variable("domain", "shop.example.com"),
        '", "server": ',
        variable("server-id", undefined),
        "}\n",
      ],
    },
    owner: "root",
    group: "shop",
    mode: "0640",
    validate: undefined,
  },
  {
    ...base("file:/etc/shop/database.url", "Write /etc/shop/database.url", { triggers: [apiRestart] }),
    op: "file",
    path: "/etc/shop/database.url",
    content: { from: "text", text: ["postgres://shop:", secret("db-password"), "@127.0.0.1/shop\n"] },
    owner: "shop",
    group: "shop",
    mode: "0600",
    validate: undefined,
  },
  {
    ...base("file:/srv/shop/hostile.txt", "Write /srv/shop/hostile.txt"),
    op: "file",
    path: "/srv/shop/hostile.txt",
    content: {
      from: "text",
      text: literalText("${#array[@]} {{ x }} {% raw %} $HOME `id` 'a' \"b\" \\ \t€ 🙂\r\nno end"),
    },
    owner: "shop",
    group: "shop",
    mode: "0644",
    validate: undefined,
  },
  {
    ...base("file:/srv/shop/logo.bin", "Write /srv/shop/logo.bin", {
      triggers: [{ action: "reload", target: "service:cron.service" }],
    }),
    op: "file",
    path: "/srv/shop/logo.bin",
    content: { from: "bytes", file: { path: "assets/logo.bin", bytes: Uint8Array.from([0, 255, 10, 13, 137, 80]) } },
    owner: "shop",
    group: "shop",
    mode: "0644",
    validate: undefined,
  },
  {
    ...base("file:/etc/nginx/sites-available/shop", "Write /etc/nginx/sites-available/shop", {
      triggers: [nginxReload],
    }),
    op: "file",
    path: "/etc/nginx/sites-available/shop",
    content: {
      from: "text",
      text: [
        "server {\n  listen 80;\n  server_name ",
        variable("domain", "shop.example.com"),
        ";\n  root /srv/www;\n}\n",
      ],
    },
    owner: "root",
    group: "root",
    mode: "0644",
    validate: undefined,
  },
  {
    ...base("edit:ini-key:workers", "Set workers in /etc/shop.ini", { triggers: [nginxReload] }),
    op: "edit",
    path: "/etc/shop.ini",
    edit: {
      edit: "key",
      section: "pool",
      key: "workers",
      value: [variable("workers", "4")],
      create: false,
      ensure: "present",
    },
  },
  {
    ...base("link:/etc/nginx/sites-enabled/shop", "Link /etc/nginx/sites-enabled/shop", { triggers: [nginxReload] }),
    op: "link",
    path: "/etc/nginx/sites-enabled/shop",
    target: "/etc/nginx/sites-available/shop",
  },
  {
    ...base("absent-path:/etc/nginx/sites-enabled/default", "Remove /etc/nginx/sites-enabled/default", {
      triggers: [nginxReload],
    }),
    op: "absent-path",
    path: "/etc/nginx/sites-enabled/default",
    was: "link",
  },
  {
    ...base("sysctl:/etc/sysctl.d/90-shop.conf", "Set the kernel settings"),
    op: "sysctl",
    path: "/etc/sysctl.d/90-shop.conf",
    settings: [
      { key: "net.core.somaxconn", value: literalText("4096"), provenance: [sampleSpan(80)] },
      { key: "vm.swappiness", value: literalText("10"), provenance: [sampleSpan(81)] },
    ],
  },
];
