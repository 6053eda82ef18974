import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { mustExec } from "./exec.ts";

/** A folder that the lab's machines, and nobody else, get over HTTP. */
export interface ServedFolder {
  readonly folder: string;
  /** Its address, with a `/` at the end. */
  readonly uri: string;
}

/** One that is being served. */
export interface Served extends ServedFolder {
  readonly stop: () => Promise<void>;
}

/** Serves a folder where the containers' bridge ends; what is put into it later is served, too. */
export async function serveFolder(engine: Engine, folder: string): Promise<Served> {
  const gateway = await bridgeAddress(engine);
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url ?? "/", "http://lab").pathname);
    try {
      const body = readFileSync(path);
      response.writeHead(200, { "content-length": body.length }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, gateway, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    folder,
    uri: `http://${gateway}:${port}/`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** This machine's end of the bridge; an engine that was just started names only the network, whose first address it takes. */
async function bridgeAddress(engine: Engine): Promise<string> {
  const format = "{{with index .IPAM.Config 0}}{{.Gateway}} {{.Subnet}}{{end}}";
  const ran = await mustExec(engine.docker, ["network", "inspect", "bridge", "--format", format]);
  const [gateway, subnet] = ran.stdout.toString().trimEnd().split(" ");
  return gateway !== undefined && gateway !== "" ? gateway : subnet!.replace(/\.\d+\/\d+$/, ".1");
}
