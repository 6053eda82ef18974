/** What the README says about newer packages and base images. */
import type { MachineProgram } from "../../ir/program.ts";
import { baseImageOf } from "./base-images.ts";
import { baseImageVariables } from "./compose.ts";
import { isBuilt, isProgram } from "./runnable.ts";
import type { Runnable } from "./runnable.ts";

type Plan = ReadonlyMap<string, readonly Runnable[]>;

/** `--profile …` for what `docker compose build` would leave out, with a blank behind each. */
function profilesOf(runnables: readonly Runnable[]): string {
  const jobs = runnables.some(({ kind }) => kind === "job") ? "--profile jobs " : "";
  const manual = runnables.some(({ kind, active }) => kind !== "job" && !active) ? "--profile manual " : "";
  return jobs + manual;
}

/** Who is not built but comes as an image: a container of the spec, or what holds the network of several programs. */
function hasImages(plan: Plan): boolean {
  return [...plan.values()].some(
    (runnables) => runnables.some(({ kind }) => kind === "container") || runnables.filter(isProgram).length > 1,
  );
}

/** How security updates get in: `up --build` alone takes the packages and the base image from the builder's cache. */
export function updateText(plan: Plan): readonly string[] {
  const all = [...plan.values()].flat();
  const profiles = profilesOf(all);
  const starts = all.some(({ kind, active }) => kind !== "job" && active);
  const builds = all.length === 0 || all.some(isBuilt);
  return [
    "",
    "## Updates",
    "",
    "`docker compose up --build` builds again what you changed; packages and images that are there already stay as they are.",
    "This gets the security updates of all of them. Let the host do it regularly:",
    "",
    "```sh",
    ...(hasImages(plan) ? [`docker compose ${profiles}pull --ignore-buildable`] : []),
    ...(builds ? [`docker compose ${profiles}build --pull --no-cache`] : []),
    ...(starts ? ["docker compose up --detach"] : []),
    "docker image prune --force",
    "```",
    "",
    "With a base image that is in no registry, leave out `pull` and `--pull`.",
  ];
}

/** How the base images are pinned, and who then keeps them fresh. */
export function baseText(machines: readonly MachineProgram[], plan: Plan): readonly string[] {
  const variables = baseImageVariables(machines);
  const images = new Map(machines.map(({ name, os }) => [variables.get(name) ?? "BASE_IMAGE", baseImageOf(os)]));
  const [first] = images;
  if (first === undefined) return [];
  const [variable, image] = first;
  const built = [...plan.values()].flat().filter(isBuilt);
  const service = built[0]?.name;
  return [
    "",
    "## Pin the base image",
    "",
    `The Dockerfile starts from ${[...images.values()].map((each) => `\`${each}\``).join(", ")}. Such a tag moves with every security update. To build from one exact`,
    "image, ask for its digest and give it to Compose, in `.env` or in the environment:",
    "",
    "```sh",
    `docker buildx imagetools inspect ${image} --format '{{.Manifest.Digest}}'`,
    `echo '${variable}=${image}@sha256:…' >> .env`,
    "```",
    "",
    "From then on there are no security updates of it until you write another digest there, and nobody reminds you: Renovate",
    "and Dependabot see only what is in version control.",
    ...(service === undefined ? [] : committedPin(service, image)),
    "",
    "For an image with a bill of materials and its provenance: `docker buildx build --sbom=true --provenance=mode=max .`",
  ];
}

/** A pin in a file of the user's own, which stays when envc writes its files again. */
function committedPin(service: string, image: string): readonly string[] {
  return [
    "",
    "For a pin that Renovate keeps fresh, write it into a `compose.override.yaml` that is in version control, for each service",
    "with a `build:` (and as `image:` of one that only holds a network):",
    "",
    "```yaml",
    "services:",
    `  ${service}:`,
    "    build:",
    "      args:",
    `        BASE_IMAGE: "${image}@sha256:…"`,
    "```",
    "",
    "Its `docker-compose` manager looks at `image:` alone; the arguments need an entry of their own in `renovate.json`:",
    "",
    "```json",
    "{",
    '  "customManagers": [',
    "    {",
    '      "customType": "regex",',
    '      "managerFilePatterns": ["/compose\\\\.override\\\\.yaml$/"],',
    '      "matchStrings": ["BASE_IMAGE: \\"(?<depName>[^:@\\"]+):(?<currentValue>[^@\\"]+)@(?<currentDigest>sha256:[a-f0-9]+)\\""],',
    '      "datasourceTemplate": "docker"',
    "    }",
    "  ]",
    "}",
    "```",
  ];
}
