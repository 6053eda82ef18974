import type { EnvironmentVariable } from "./environment-variable.ts";
import type { Text } from "./text.ts";

/** A file that only a container sees, read-only. */
export interface ContainerFile {
  /** Where it is in the container. */
  readonly path: string;
  readonly text: Text;
}

/** What a container is, besides what every op has. */
export interface ContainerParts {
  /** The unit's name without `.service`, and the container's. */
  readonly name: string;
  /** What it calls itself, over every start: RabbitMQ keeps its data under it. undefined: it makes no difference. */
  readonly hostname?: string;
  readonly description: string;
  /** With its tag or digest: `postgres:17-bookworm`. */
  readonly image: string;
  /** What starts it on a machine. */
  readonly engine: "docker" | "podman";
  /** The words after the image's own entry point; none: the image's command. */
  readonly argv: readonly Text[];
  /** The account of the image that runs it; undefined: the image's own. */
  readonly user?: string;
  /** Sorted by name. */
  readonly environment: readonly EnvironmentVariable[];
  readonly files: readonly ContainerFile[];
  /** Ports it answers on; the machine's port is the same number. */
  readonly ports: readonly number[];
  /** Whether its ports are open to other machines, to this machine only, or only to containers that share its network. */
  readonly published: "everywhere" | "locally" | "nowhere";
  /** `host`: the network of the machine, where nothing is published; undefined: one of its own. Compose has its own networks. */
  readonly network?: "host";
  /** Named volumes, which outlive the container. */
  readonly volumes: readonly { readonly name: string; readonly path: string }[];
  /** The most that it may put into `/dev/shm`; undefined: what the engine gives, 64 MiB. */
  readonly sharedMemoryBytes?: number;
  /** A command in the container that exits 0 when it is healthy. */
  readonly health: readonly Text[] | undefined;
  readonly restart: "always" | "on-failure" | "no";
  readonly stopSeconds: number;
  readonly enabled: boolean;
  readonly running: boolean;
  /** What whoever runs it with Compose has to know: paragraphs of Markdown. */
  readonly notes?: readonly string[];
}
