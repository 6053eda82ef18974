/** What fills a server, as a container of its own: it runs to its end at every `docker compose up`. */
import type { ContainerOp, Op } from "../../ir/ops.ts";
import type { Runnable } from "./runnable.ts";
import { runsToItsEnd } from "./runs-to-its-end.ts";

/** Whether Compose runs the container to its end, once the server that it fills is healthy. */
export function isSetup(op: Op): op is ContainerOp {
  return op.op === "container" && op.ensure === "present" && op.prepares !== undefined;
}

/** A container that fills a server, as something that Compose runs. */
export function fromSetup(op: ContainerOp, name: string): Runnable {
  const { argv, environment } = op;
  const account = op.user ?? "root";
  return {
    ...runsToItsEnd,
    name,
    kind: "setup",
    op,
    argv,
    user: account,
    group: account,
    directory: "/",
    environment,
    active: op.enabled || op.running,
    writable: [],
  };
}
