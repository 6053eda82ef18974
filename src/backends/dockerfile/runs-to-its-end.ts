import type { Runnable } from "./runnable.ts";

/** What is the same for everything that runs to its end. */
export const runsToItsEnd = {
  foreground: undefined,
  health: undefined,
  ports: [],
  offered: [],
  stopSignal: "SIGTERM",
  stopSeconds: undefined,
  restart: undefined,
  active: true,
} as const satisfies Partial<Runnable>;
