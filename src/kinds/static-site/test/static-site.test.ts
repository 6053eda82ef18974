import { expect, test } from "vitest";
import { lowerBlocks, opWith } from "../../../../test/kinds/compile-spec.ts";

test("the folder is copied to where the site shows it", () => {
  const machine = lowerBlocks('static-site docs {\n  source = "./public"\n  domain = "docs.example.com"\n}', {
    "public/index.html": "<h1>Docs</h1>\n",
  });
  expect(opWith(machine, "tree:/var/www/docs")).toMatchObject({
    owner: "root",
    directoryMode: "0755",
    fileMode: "0644",
  });
  expect(opWith(machine, "directory:/var/www/docs")).toMatchObject({ implied: false });
  expect(opWith(machine, "file:/etc/nginx/sites-available/docs.conf")).toMatchObject({
    content: { from: "text", text: [expect.stringContaining("root /var/www/docs;")] },
  });
});
