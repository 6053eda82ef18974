import type { Op } from "./ops.ts";

/** An op in a user's words, for messages: "the file `/etc/motd`". */
export function describeOp(op: Op): string {
  switch (op.op) {
    case "package":
      return `the package \`${op.name}\``;
    case "repository":
      return `the repository \`${op.name}\``;
    case "group":
      return `the group \`${op.name}\``;
    case "user":
      return `the user \`${op.name}\``;
    case "directory":
      return `the directory \`${op.path}\``;
    case "file":
      return `the file \`${op.path}\``;
    case "tree":
      return `the folder \`${op.path}\``;
    case "link":
      return `the link \`${op.path}\``;
    case "absent-path":
      return `the absent ${op.was} \`${op.path}\``;
    case "edit":
      return `the edit of \`${op.path}\``;
    case "service":
      return `the service \`${op.unit.replace(/\.service$/, "")}\``;
    case "process":
      return `the process \`${op.name}\``;
    case "schedule":
      return `the schedule \`${op.name}\``;
    case "container":
      return `the container \`${op.name}\``;
    case "sysctl":
      return "the kernel settings";
    case "exec":
      return `the command \`${op.id.replace(/^exec:/, "")}\``;
    case "hostname":
      return "the hostname";
    case "timezone":
      return "the time zone";
    case "locale":
      return "the locale";
    case "raw":
      return `the raw block \`${op.reason}\``;
  }
}
