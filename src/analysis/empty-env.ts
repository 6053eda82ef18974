import type { Env } from "./state.ts";

type Declared =
  | "shared"
  | "variables"
  | "secrets"
  | "hostVariables"
  | "instances"
  | "patched"
  | "additions"
  | "openOutputs"
  | "things"
  | "fileNames";

/** The part of an environment that fills up while it is worked out, with nothing declared yet. */
export function nothingDeclared(): Pick<Env, Declared> {
  return {
    shared: new Map(),
    variables: [],
    secrets: [],
    hostVariables: [],
    instances: [],
    patched: new Map(),
    additions: [],
    openOutputs: new Set(),
    things: new Map(),
    fileNames: new Map(),
  };
}
