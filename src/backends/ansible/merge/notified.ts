/** Which handlers a merged task notifies, and which of them must not run everywhere. */
import type { Task } from "../target/task.ts";
import type { ByEnvironment } from "./environments.ts";
import { perEnvironment } from "./environments.ts";
import { mergeSequences } from "./sequences.ts";

/** What merging the handlers' names may ask. */
export interface HandlerScope {
  /** The handlers that something notifies in an environment. */
  readonly handlersIn: (environment: number) => ReadonlySet<string>;
  /** Handlers of an earlier role: no condition can be put in front of them here. */
  readonly foreign: ReadonlySet<string>;
  /** Filled while merging: handlers that are notified in environments which do not have them. */
  readonly toGate: Set<string>;
}

/**
 * Whether tasks have to stay apart because of what they notify: a handler that an environment has for other reasons
 * must not be run there for this one.
 */
export function differsInNotified(forms: ByEnvironment<Task>, scope: HandlerScope): boolean {
  return strangers(forms).some(
    ([environment, name]) => scope.handlersIn(environment).has(name) || scope.foreign.has(name),
  );
}

/** Everything that some environment notifies. A handler that one of the others does not have gets a condition. */
export function mergeNotified(forms: ByEnvironment<Task>, scope: HandlerScope): readonly string[] {
  for (const [, name] of strangers(forms)) scope.toGate.add(name);
  const lists = [...forms.values()].map((task) => task.notify ?? []);
  return mergeSequences(lists) ?? [...new Set(lists.flat())];
}

/** Handlers that other environments notify here and this one does not. */
function strangers(forms: ByEnvironment<Task>): readonly (readonly [number, string])[] {
  const all = new Set([...forms.values()].flatMap((task) => task.notify ?? []));
  const missing = perEnvironment(forms, (task) => [...all].filter((name) => !(task.notify ?? []).includes(name)));
  return [...missing].flatMap(([environment, names]) => names.map((name) => [environment, name] as const));
}
