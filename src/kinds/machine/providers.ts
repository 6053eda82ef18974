/** Providers whose limit for cloud-init user data is known (the limits themselves are in the cloud-init backend). */
export const providers: readonly string[] = [
  "aws",
  "azure",
  "digitalocean",
  "gcp",
  "hetzner",
  "linode",
  "openstack",
  "ovh",
  "scaleway",
  "vultr",
];
