import type { Task } from "./target/task.ts";

/**
 * A task that fails on every host of the batch once one host of the play has failed or could not be reached; a batch
 * without a host left ends the run. It stands where `any_errors_fatal` would, which ansible-core 2.14 takes for a
 * reason to forget the handlers (ansible issue 36308), and which lets turns go on behind a host that cannot be
 * reached (ansible issue 82834). `name` is the task's, `tags` are those with which it always runs.
 */
export function stopTogether(name: string, tags: readonly string[]): Task {
  return {
    name,
    module: "ansible.builtin.assert",
    args: [
      ["that", ["ansible_play_hosts | length == ansible_play_hosts_all | length"]],
      ["fail_msg", "Another host has failed, so nothing more is changed"],
      ["quiet", true],
    ],
    ...(tags.length === 0 ? {} : { tags }),
    marks: [],
  };
}
