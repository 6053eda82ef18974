/** The targets as users write them, in the order they are built and shown. Known without loading any of them. */
export const backendNames = ["ansible", "dockerfile", "cloud-init"] as const;

/** One of {@link backendNames}. */
export type BackendName = (typeof backendNames)[number];

const shared: ReadonlySet<string> = new Set<BackendName>(["ansible"]);

/** Whether all environments share one output of this target, `out/TARGET`; the others have `out/ENVIRONMENT/TARGET` each. */
export function sharesEnvironments(target: string): boolean {
  return shared.has(target);
}
