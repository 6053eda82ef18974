/** The targets as users write them, in the order they are built and shown. Known without loading any of them. */
export const backendNames = ["ansible", "dockerfile", "cloud-init"] as const;

/** One of {@link backendNames}. */
export type BackendName = (typeof backendNames)[number];
