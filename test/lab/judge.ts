import type { Expectation } from "../../src/ir/expectation.ts";
import { compareProbes } from "./compare.ts";
import { inMachine, type Machine } from "./host.ts";
import { MASKS } from "./masks.ts";
import { editedPaths } from "./edits.ts";
import { checkExpectations, declaredPaths, type OracleContext } from "./oracle.ts";
import { probeMachine, type Probe } from "./probe.ts";

/** Whether the lab noticed one kind of damage. */
export interface Verdict {
  readonly mutation: string;
  readonly noticed: boolean;
  readonly note: string;
}

interface Mutation {
  readonly name: string;
  /** The command that does the damage; undefined when the spec holds nothing of the kind. */
  readonly damage: readonly string[] | undefined;
  /** Something that must be in a new message. */
  readonly victim: string;
}

/**
 * The judge is judged: a finished machine is damaged in every way that the lab promises to notice, one after the
 * other, and after each the judgement must get worse, and by the right name. `other` is the same machine made by
 * another target: a file that nobody declared can only be noticed against it.
 */
export async function judgeTheJudge(
  machine: Machine,
  expectations: readonly Expectation[],
  context: OracleContext,
  other: Probe | undefined,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const scope = { declared: declaredPaths(expectations), texts: editedPaths(expectations) };
  const messages = async (): Promise<Set<string>> => {
    const probe = await probeMachine(machine, undefined, scope);
    return new Set(checkExpectations(probe, expectations, context).failures.map((failure) => failure.message));
  };
  let before = await messages();
  for (const mutation of planMutations(expectations)) {
    if (mutation.damage === undefined) {
      verdicts.push({
        mutation: mutation.name,
        noticed: false,
        note: "the spec declares nothing that could be damaged so",
      });
      continue;
    }
    const ran = await inMachine(machine, mutation.damage);
    const after = await messages();
    const fresh = [...after].filter((message) => !before.has(message));
    const noticed = ran.code === 0 && fresh.some((message) => message.includes(mutation.victim));
    const note = ran.code === 0 ? (fresh[0] ?? "nobody noticed") : `the damage could not be done: ${ran.stderr.trim()}`;
    verdicts.push({ mutation: mutation.name, noticed, note });
    before = after;
  }
  verdicts.push(await judgeUnknownFile(machine, other));
  return verdicts;
}

async function judgeUnknownFile(machine: Machine, other: Probe | undefined): Promise<Verdict> {
  const mutation = "unknown file in /etc";
  if (other === undefined) return { mutation, noticed: false, note: "there is no other machine to compare with" };
  const path = "/etc/nobody-declared-this";
  await inMachine(machine, ["touch", path]);
  const comparison = compareProbes("ansible ~ cloud-init", await probeMachine(machine, undefined), other, MASKS);
  const noticed = comparison.differences.some((difference) => difference.key === `path:${path}`);
  return { mutation, noticed, note: noticed ? `${path} is on one side only` : "nobody noticed" };
}

/** Picks a victim for each kind of damage. Removing the package comes last: it may take other things with it. */
export function planMutations(expectations: readonly Expectation[]): Mutation[] {
  const files = expectations.filter((each) => each.fact === "file");
  const [first, second, third] = files;
  const directory = expectations.find((each) => each.fact === "directory");
  const link = expectations.find((each) => each.fact === "link");
  const service = expectations.find((each) => each.fact === "unit-enabled" && each.enabled);
  const active = expectations.find((each) => each.fact === "unit-active" && each.active);
  const member = expectations.find((each) => each.fact === "user" && (each.groups ?? []).length > 0);
  const installed = expectations.find((each) => each.fact === "package" && each.installed);
  const mutations: Mutation[] = [];
  const add = (name: string, victim: string | undefined, damage: readonly string[]): void => {
    mutations.push({ name, victim: victim ?? "", damage: victim === undefined ? undefined : damage });
  };
  add("wrong mode of a file", first?.path, ["chmod", "0707", first?.path ?? ""]);
  add("wrong owner of a directory", directory?.path, ["chown", "65534", directory?.path ?? ""]);
  add("other bytes", second?.path, ["sh", "-c", 'printf x >>"$1"', "sh", second?.path ?? ""]);
  add("missing file", third?.path, ["rm", third?.path ?? ""]);
  add("link to elsewhere", link?.path, ["ln", "-sfn", "/nowhere", link?.path ?? ""]);
  const unit = service?.fact === "unit-enabled" ? service.unit : undefined;
  add("disabled unit", unit, ["systemctl", "disable", unit ?? ""]);
  const running = active?.fact === "unit-active" ? active.unit : undefined;
  add("stopped unit", running, ["systemctl", "stop", running ?? ""]);
  const user = member?.fact === "user" ? member : undefined;
  add("user out of a group", user?.name, ["gpasswd", "-d", user?.name ?? "", user?.groups?.[0] ?? ""]);
  const name = installed?.fact === "package" ? installed.name : undefined;
  add("missing package", name, ["dpkg", "--force-depends", "--remove", name ?? ""]);
  return mutations;
}
