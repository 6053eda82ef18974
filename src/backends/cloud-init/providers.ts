/** How much user data a provider takes. */
export interface Provider {
  /** As it calls itself. */
  readonly title: string;
  /** Largest size in bytes. */
  readonly limit: number;
  /** What is counted: the file as it is, or its base64 form. */
  readonly counts: "bytes" | "base64";
  /**
   * `documented`: the provider's reference says so. `reported`: known from use only, so going over it is a warning.
   */
  readonly source: "documented" | "reported";
}

/** By the name that `provider = …` of a machine takes. Providers that take a file of any practical size are not here. */
export const providers: ReadonlyMap<string, Provider> = new Map([
  // "User data is limited to 16 KB", before base64 (EC2 API reference, RunInstances).
  ["aws", { title: "AWS EC2", limit: 16_384, counts: "bytes", source: "documented" }],
  // customData: 65535 bytes, decoded (Azure REST reference, osProfile).
  ["azure", { title: "Azure", limit: 65_535, counts: "bytes", source: "documented" }],
  // "must be base64 encoded and is restricted to 65535 bytes" (Nova user guide, user data).
  ["openstack", { title: "OpenStack", limit: 65_535, counts: "base64", source: "documented" }],
  // Its Public Cloud is OpenStack.
  ["ovh", { title: "OVHcloud", limit: 65_535, counts: "base64", source: "reported" }],
  // 256 KiB per metadata value (Compute Engine, metadata limits).
  ["gcp", { title: "Google Cloud", limit: 262_144, counts: "bytes", source: "documented" }],
  // "The max size of the userdata is 524288 bytes" (vSphere API, CloudinitConfiguration).
  ["vmware", { title: "VMware", limit: 524_288, counts: "bytes", source: "documented" }],
  ["digitalocean", { title: "DigitalOcean", limit: 65_536, counts: "bytes", source: "reported" }],
  ["hetzner", { title: "Hetzner Cloud", limit: 32_768, counts: "bytes", source: "reported" }],
  ["linode", { title: "Linode", limit: 16_384, counts: "bytes", source: "reported" }],
  ["oracle", { title: "Oracle Cloud", limit: 32_000, counts: "base64", source: "reported" }],
  ["exoscale", { title: "Exoscale", limit: 32_768, counts: "bytes", source: "reported" }],
  ["scaleway", { title: "Scaleway", limit: 127_000, counts: "bytes", source: "reported" }],
]);

/** The size of a file as the provider counts it. */
export function countedSize(bytes: number, provider: Provider): number {
  switch (provider.counts) {
    case "bytes":
      return bytes;
    case "base64":
      return Math.ceil(bytes / 3) * 4;
  }
}

/** Whether user data of this many bytes fits; nothing fits an unknown provider. */
export function takes(provider: Provider | undefined, size: number): boolean {
  return provider !== undefined && countedSize(size, provider) <= provider.limit;
}
