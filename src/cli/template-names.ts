/** What `init` can start from. */
export const templateNames = ["static-site", "node-app", "hardened-base", "minimal"] as const;

/** One of {@link templateNames}. */
export type TemplateName = (typeof templateNames)[number];
