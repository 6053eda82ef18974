import type { At, Env, Place } from "./state.ts";

export type { At, Wanted } from "./state.ts";

/** A place for something that is not the attribute of a thing. */
export function plainAt(env: Env, place: Place, what: string, owner: string, constant?: string): At {
  return {
    env,
    place,
    what,
    owner,
    thing: undefined,
    machines: undefined,
    secrets: "refused",
    constant,
    touched: { machine: false, param: false },
  };
}
