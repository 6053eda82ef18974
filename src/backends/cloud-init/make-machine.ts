import type { OsRelease } from "../../ir/os.ts";
import { providers, takes } from "./providers.ts";

/** What is made of which file. */
export interface NewMachine {
  /** The file of user data. */
  readonly path: string;
  readonly name: string;
  /** Bytes of the largest file. */
  readonly size: number;
  readonly os: OsRelease | undefined;
}

/**
 * Shell commands of the providers that take a file of this size: each makes a machine with it, from the provider's own
 * image of the system. A comment when no provider takes it.
 */
export function commandsFor({ path, name, size, os }: NewMachine): readonly string[] {
  const { distribution = "debian", version = "12" } = os ?? {};
  const image = `${distribution}-${version}`;
  const commands = [
    [
      "hetzner",
      `hcloud server create --name ${name} --type cx22 --image ${image} --ssh-key KEY --user-data-from-file ${path}`,
    ],
    ["aws", `aws ec2 run-instances --image-id AMI --instance-type t3.small --key-name KEY --user-data file://${path}`],
    [
      "gcp",
      distribution === "debian"
        ? // Its Debian images bring Google's own agent instead, and would leave the machine bare without a word.
          "# Google Cloud: its own Debian images have no cloud-init; take an image that has it"
        : `gcloud compute instances create ${name} --image-family ubuntu-${version.replace(".", "")}-lts${version === "22.04" ? "" : "-amd64"} --image-project ubuntu-os-cloud --metadata-from-file user-data=${path}`,
    ],
    [
      "azure",
      `az vm create --name ${name} --resource-group GROUP --image ${azureImage(distribution, version)} --custom-data ${path}`,
    ],
    [
      "digitalocean",
      `doctl compute droplet create ${name} --image ${image.replace(".", "-")}-x64 --size s-1vcpu-1gb --region fra1 --ssh-keys KEY --user-data-file ${path}`,
    ],
    [
      "openstack",
      `openstack server create --image ${image} --flavor m1.small --key-name KEY --user-data ${path} ${name}`,
    ],
  ] as const;
  const fitting = commands.filter(([provider]) => takes(providers.get(provider), size)).map(([, command]) => command);
  return fitting.length > 0 ? fitting : ["# too large for every provider that envc knows: see below"];
}

/** `az vm create --image`: a URN, or an alias of the command's own (`az vm image list`). */
function azureImage(distribution: OsRelease["distribution"], version: string): string {
  return distribution === "debian" ? `Debian:debian-${version}:${version}:latest` : `Ubuntu${version.replace(".", "")}`;
}
