/** The inner forms that `build --emit` prints. */
export const emitNames = ["ast", "model", "ir"] as const;

/** One of {@link emitNames}. */
export type EmitName = (typeof emitNames)[number];
