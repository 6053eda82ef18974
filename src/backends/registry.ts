import type { Backend } from "../ir/backend.ts";
import { ansible } from "./ansible/backend.ts";
import { cloudInit } from "./cloud-init/backend.ts";
import { dockerfile } from "./dockerfile/backend.ts";
import type { BackendName } from "./names.ts";

const byName: Readonly<Record<BackendName, Backend>> = { ansible, dockerfile, "cloud-init": cloudInit };

/** All targets, in the order of `backendNames`. */
export const backends: readonly Backend[] = Object.values(byName);
