import type { LowerContext, Resource } from "../../../ir/model.ts";
import { opId } from "../../../ir/op-id.ts";
import type { ContainerFile, ContainerOp, ExecOp, Op } from "../../../ir/ops.ts";
import { type Text, joinTexts, literalText } from "../../../ir/text.ts";
import { descriptionOf } from "../description.ts";
import { opBase } from "../op-base.ts";
import { readNumber } from "../read.ts";
import { attributeIn, blocksOf } from "./read-blocks.ts";

/** What differs between the images of servers. */
export type ServerImage = Pick<ContainerOp, "image" | "argv" | "environment" | "files" | "volumes" | "health">;

/** The container of a server: its port is for the host alone, and others of the project reach it by its name. */
export function serverContainer(resource: Resource, port: number, server: ServerImage): ContainerOp {
  return {
    ...opBase(resource, `Run the container ${resource.name}`),
    op: "container",
    id: opId("container", resource.name),
    name: resource.name,
    description: descriptionOf(resource),
    engine: "docker",
    ports: [readNumber(resource, "port") ?? port],
    published: "locally",
    restart: "always",
    // Longer than the engine's usual 10 seconds: what is in memory is written to the disk first.
    stopSeconds: 60,
    enabled: true,
    running: true,
    ensure: "present",
    ...server,
  };
}

/** Where a container sees the password of a user. */
export function passwordPath(user: string): string {
  return `/run/secrets/${user}-password`;
}

/** The passwords of a server's users, each a file. */
export function passwordFiles(resource: Resource, context: LowerContext): readonly ContainerFile[] {
  return blocksOf(resource, "user").flatMap((block) => {
    const text = context.text(attributeIn(block, "password")?.value);
    return text === undefined ? [] : [{ path: passwordPath(block.label ?? ""), text }];
  });
}

/**
 * The commands that a machine runs inside a server as one script, which an official image reads when its volume is
 * empty. A variable that holds a user's password is read from its file; `opening` are lines at the beginning.
 */
export function initScript(
  resource: Resource,
  execs: readonly ExecOp[],
  context: LowerContext,
  opening: readonly string[],
  closing: readonly string[],
): Text {
  const passwords = passwordFiles(resource, context);
  const steps = execs.flatMap((op) => {
    const variables = op.environment.flatMap(({ name, value }) => {
      const file = passwords.find((one) => one.text === value || JSON.stringify(one.text) === JSON.stringify(value));
      return file === undefined ? [] : [{ name, path: file.path }];
    });
    return [
      literalText(`\n# ${op.title}\n`),
      ...variables.map(({ name, path }) => literalText(`${name}=$(cat ${path})\nexport ${name}\n`)),
      op.run,
      ...variables.map(({ name }) => literalText(`unset ${name}\n`)),
    ];
  });
  const head = [
    "#!/bin/bash",
    `# What is inside ${resource.name}. The image runs it once, when its volume is empty.`,
    ...opening,
  ];
  return joinTexts(
    literalText(`${head.join("\n")}\n`),
    ...steps,
    literalText(closing.map((line) => `${line}\n`).join("")),
  );
}

/**
 * What a machine does for a backup, left out in Compose and said at the block's line. `commands` make a dump there and
 * bring it back, as the documentation of the official images has it (hub.docker.com/_/mariadb, "Creating database dumps").
 */
export function backupElsewhere(
  resource: Resource,
  ops: readonly Op[],
  commands: { readonly dump: string; readonly restore: string },
): readonly Op[] {
  const [block] = blocksOf(resource, "backup");
  const machineOnly = {
    reason: "a Compose project has no timer, and no place of its own that outlives the computer it is tried on",
    instead: `let the scheduler of your host dump it: \`${commands.dump}\`; to bring it back: \`${commands.restore}\``,
  };
  return ops
    .filter((op) => op.op === "schedule")
    .map((op) => ({
      ...op,
      resource: `${resource.id}.backup`,
      provenance: block === undefined ? op.provenance : [block.span],
      machineOnly,
    }));
}
