/** The files that the tasks of a role stand in: by what they are for, and in the order that the spec asks for. */
import { expect, test } from "vitest";
import { buildSpec } from "../build-spec.ts";

test("a later file of the same function has the name of the thing that it is for, or a number", async () => {
  const files = await buildSpec(
    `envspec 1

os = "debian-12"

file "/srv/words" { text = "words" }

command count {
  run = "wc -l /srv/words >/srv/count"
  creates = "/srv/count"
  after = [file."/srv/words"]
}

file "/srv/report" {
  text = "report"
  after = [count]
}

command send-mail {
  run = "touch /srv/sent"
  creates = "/srv/sent"
  after = [file."/srv/report"]
}
`,
    "ansible",
  );
  const tasks = [...files.keys()].flatMap((path) => /^roles\/main\/tasks\/(.+)$/.exec(path)?.[1] ?? []);
  expect(new Set(tasks)).toEqual(
    new Set(["commands.yml", "commands_send_mail.yml", "files.yml", "files_2.yml", "main.yml"]),
  );
  expect(files.get("roles/main/tasks/main.yml")).toContain('- name: "Run commands: send-mail"');
  expect(files.get("roles/main/tasks/main.yml")).toContain("- main_commands_send_mail");
});
