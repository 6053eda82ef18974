/** What the README says of the host: when it runs jobs, and how it brings everything back after a restart. */
import { isProgram } from "./runnable.ts";
import type { Runnable } from "./runnable.ts";

/**
 * The commands of the jobs. Compose starts nothing else for them: it would run the steps again, and make anew what the
 * file says otherwise since. One that takes longer than its time is not joined by a second (flock(1)).
 */
export function jobText(
  jobs: readonly Runnable[],
  project: string,
  inline: (text: string) => string,
): readonly string[] {
  if (jobs.length === 0) return [];
  return [
    "",
    "## Jobs",
    "",
    "A container has no timers. Let the host's scheduler (a systemd timer, cron, your hosting platform) run these commands in",
    "this folder; the times are those of the spec, as systemd writes them. What a job speaks to has to be up.",
    "",
    "| When | Command |",
    "| --- | --- |",
    ...jobs.map(
      ({ name, op }) =>
        `| \`${op.op === "schedule" ? inline(op.onCalendar) : ""}\` | \`flock -n /run/lock/${project}-${name} docker compose run --rm --no-deps ${name}\` |`,
    ),
    "",
    "Their images are built by `docker compose --profile jobs build`: at first, and after each change.",
  ];
}

/**
 * A unit that has Compose start what is down each time Docker has started. dockerd starts containers side by side and
 * each once: one that shares the network of another and comes first stays down (github.com/moby/moby/issues/50326). What
 * runs to its end has no restart policy, so that dockerd leaves it alone.
 */
export function restartText(
  project: string,
  plan: ReadonlyMap<string, readonly Runnable[]>,
  needsVariables: boolean,
): readonly string[] {
  const all = [...plan.values()];
  const steps = all.flat().filter(({ kind }) => kind === "step");
  const shares = all.some((runnables) => runnables.filter(isProgram).length > 1);
  if (!all.flat().some(({ kind, active }) => kind !== "job" && active)) return [];
  const unit = `compose-${project}.service`;
  return [
    "",
    "## After a restart of the host",
    "",
    "Docker starts the containers again that were running, all at once.",
    ...(shares ? ["One that shares the network of another and comes first stays down, and nobody tries again."] : []),
    ...(steps.length > 0 ? [`It does not run ${steps.map(({ name }) => `\`${name}\``).join(", ")} before them.`] : []),
    "On a host that has to come back by itself, let this unit, made in this folder, have Compose see to it each time Docker has",
    "started:",
    "",
    "```sh",
    `sudo tee /etc/systemd/system/${unit} > /dev/null << END`,
    "[Unit]",
    `Description=The containers of ${project}`,
    "Requires=docker.service",
    "After=docker.service",
    "",
    "[Service]",
    "Type=oneshot",
    "RemainAfterExit=yes",
    "WorkingDirectory=$PWD",
    "ExecStart=/usr/bin/docker compose up --detach",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "END",
    `sudo systemctl daemon-reload && sudo systemctl enable ${unit}`,
    "```",
    ...(needsVariables ? ["", "It knows the variables in `.env`, and not those of your shell."] : []),
  ];
}
