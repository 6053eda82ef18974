import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine } from "./engine.ts";
import { LabError, mustExec } from "./exec.ts";

const IMAGES = fileURLToPath(new URL("./images", import.meta.url));

/** The folder in `images/` that stands in for an image: the last word of its path, without registry, tag and digest. */
export function standInFamily(image: string): string {
  return image.split("@")[0]!.split("/").pop()!.split(":")[0]!;
}

/**
 * Builds the lab's own image in the place of an official one, which needs a registry, and returns its name. The
 * official name is not taken: an image of that name may be on the machine, and two releases are tried at a time.
 */
export async function buildStandIn(engine: Engine, image: string, baseImage: string): Promise<string> {
  const family = standInFamily(image);
  const folder = join(IMAGES, family);
  if (!existsSync(join(folder, "Dockerfile")))
    throw new LabError(`the lab has no stand-in for the image ${image}: write test/lab/images/${family}/Dockerfile`);
  const name = `envc-lab/stand-in-${family}:${baseImage.split(":")[1]}`;
  const args = ["build", "--build-arg", `BASE_IMAGE=${baseImage}`, "--label", "envc.lab=stand-in", "-t", name, folder];
  await mustExec(engine.docker, args, { env: { DOCKER_BUILDKIT: "1" }, timeout: 900 });
  return name;
}
