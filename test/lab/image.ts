import type { Engine } from "./engine.ts";
import { exec, LabError, mustExec, sleep, tail, type Ran } from "./exec.ts";
import { OWN_LABEL } from "./own.ts";

export interface ImageBuild {
  /** The folder with the Dockerfile: the build context. */
  readonly context: string;
  readonly tag: string;
  /** The root filesystem to start from, given as the build argument `BASE_IMAGE`. */
  readonly baseImage: string;
  /** Secret id → value; reaches BuildKit through the environment, never through an argument. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Builds a generated Dockerfile with BuildKit. */
export async function buildImage(engine: Engine, build: ImageBuild): Promise<Ran> {
  const env: Record<string, string> = { DOCKER_BUILDKIT: "1", BUILDKIT_PROGRESS: "plain" };
  const args = ["build", "--build-arg", `BASE_IMAGE=${build.baseImage}`, "--label", OWN_LABEL, "-t", build.tag];
  for (const [index, [id, value]] of Object.entries(build.secrets).entries()) {
    env[`ENVC_LAB_SECRET_${index}`] = value;
    args.push("--secret", `id=${id},env=ENVC_LAB_SECRET_${index}`);
  }
  const attempt = (): Promise<Ran> => exec(engine.docker, [...args, build.context], { env, timeout: 1200 });
  const ran = await attempt();
  return gaveUpUnderLoad(ran) ? attempt() : ran;
}

/**
 * Whether BuildKit gave up waiting for itself, which it does now and then on a busy machine when a COPY has many sources
 * (moby/buildkit issues 990 and 1822). That says nothing about the Dockerfile.
 */
export function gaveUpUnderLoad(ran: Ran): boolean {
  return ran.code !== 0 && ran.stderr.includes("flightcontrol: exceeded retry timeout");
}

/** The same with buildah, which knows no heredocs and no `--link`: generated files keep to what both understand. */
export async function buildWithBuildah(build: ImageBuild): Promise<Ran> {
  // buildah has a store of its own.
  const pulled = await exec("buildah", ["pull", `docker-daemon:${build.baseImage}`], { timeout: 600 });
  if (pulled.code !== 0) return pulled;
  const args = [
    "build",
    "--format",
    "docker",
    "--pull-never",
    "--isolation",
    "chroot",
    "--build-arg",
    `BASE_IMAGE=${build.baseImage}`,
    "-t",
    build.tag,
  ];
  return exec("buildah", [...args, build.context], { timeout: 1200 });
}

/** Whether an image has a command of its own, other than what its base came with. */
export async function hasCommand(engine: Engine, tag: string, baseImage: string): Promise<boolean> {
  const read = async (image: string): Promise<string> => {
    const format = "{{json .Config.Entrypoint}} {{json .Config.Cmd}}";
    return (await mustExec(engine.docker, ["image", "inspect", "--format", format, image])).stdout.toString().trim();
  };
  return (await read(tag)) !== (await read(baseImage));
}

/** A running container of an image with a process. */
export interface RunningImage {
  readonly engine: Engine;
  readonly container: string;
}

/** Starts the image and waits until its process has stayed up for two seconds. Throws with the log when it ends by itself. */
export async function runImage(engine: Engine, tag: string, own: boolean): Promise<RunningImage> {
  // An image without a command of its own is kept awake, so that one can look into it.
  const asleep = own ? [tag] : ["--user", "0", "--entrypoint", "/bin/sleep", tag, "infinity"];
  const ran = await mustExec(engine.docker, ["run", "-d", "--label", OWN_LABEL, ...asleep]);
  const container = ran.stdout.toString().trim();
  await sleep(2000);
  const state = await exec(engine.docker, ["inspect", "--format", "{{.State.Running}}", container]);
  if (state.stdout.toString().trim() === "true") return { engine, container };
  const logs = await exec(engine.docker, ["logs", container]);
  await exec(engine.docker, ["rm", "-f", container]);
  throw new LabError("the image's process ended by itself", tail(logs));
}

/** Waits for the image's own health check, when it has one. Returns `none` when it has not. */
export async function waitForHealth(image: RunningImage, seconds = 60): Promise<string> {
  for (let i = 0; i < seconds; i++) {
    const format = "{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}";
    const ran = await exec(image.engine.docker, ["inspect", "--format", format, image.container]);
    const status = ran.stdout.toString().trim();
    if (status !== "starting") return status;
    await sleep(1000);
  }
  return "starting";
}

export async function removeImage(image: RunningImage): Promise<void> {
  await exec(image.engine.docker, ["rm", "-f", "-v", image.container]);
}
