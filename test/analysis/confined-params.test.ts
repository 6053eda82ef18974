import { expect, test } from "vitest";
import { analyseText, applyFixes, modelOf, resourceOf } from "./helpers.ts";

test("a param that one host gives can be mended, and then the host has its own", () => {
  const source = `envspec 1

os = "debian-12"

module greeting {
  param words: text

  file "/etc/greeting" { text = "\${words}\\n" }
}

# At the door.
greeting door { words = "Welcome" }

environment prod {
  host web-1 { address = "203.0.113.11" }
  host web-2 {
    address = "203.0.113.12"
    door.words = "Hello"
  }
}
`;
  const mended = applyFixes(source, analyseText(source), "suggested");
  expect(mended).toContain('let door-words = "Welcome"\n\n# At the door.\ngreeting door { words = door-words }');
  expect(mended).toContain('    door-words = "Hello"\n');
  const model = modelOf(analyseText(mended), "prod");
  expect(resourceOf(model, 'file."/etc/greeting"').machines).toHaveLength(1);
  expect(model.machines[0]?.hosts.map((host) => host.values)).toMatchObject([
    { "door-words": { text: ["Welcome"] } },
    { "door-words": { text: ["Hello"] } },
  ]);
});
