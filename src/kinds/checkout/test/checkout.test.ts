import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

const commit = "3fa96a7c1c02cc5d9c9c0f8e8aa7e4b2f5d9e0b1";

function block(ref: string, repository = "https://example.com/shop.git", body = ""): string {
  return `checkout "/srv/shop" {\n  repository = "${repository}"\n  ref = "${ref}"\n  ${body}\n}`;
}

test("the owner checks out when something else is there", () => {
  const machine = lowerBlocks(`user shop { system = true }\n${block("v1.2.0", undefined, "owner = shop")}`);
  const op = opWith(machine, "exec:checkout-srv-shop");
  if (op.op !== "exec") throw new Error("no command");
  expect(op.user).toBe("shop");
  expect(literalOf(op.run)).toBe("/usr/local/bin/put-checkout /srv/shop v1.2.0");
  expect(literalOf(op.unless ?? [])).toBe("/usr/local/bin/put-checkout --at /srv/shop v1.2.0");
  expect(op.environment).toEqual([{ name: "CHECKOUT_REPOSITORY", value: ["https://example.com/shop.git"] }]);
  expect(opWith(machine, "directory:/srv/shop")).toMatchObject({ owner: "shop", group: "shop", mode: "0755" });
  const order = machine.ops.map(({ id }) => id);
  for (const id of ["package:git", "directory:/srv/shop", "file:/usr/local/bin/put-checkout"])
    expect(order.indexOf(id), id).toBeLessThan(order.indexOf(op.id));
});

test("ssh is there only for an address that needs it", () => {
  const packages = (repository: string): readonly string[] =>
    opsOfKind(lowerBlocks(block(commit, repository)), "package").map(({ name }) => name);
  expect(packages("https://example.com/shop.git")).toEqual(["ca-certificates", "git"]);
  expect(packages("git@example.com:shop.git")).toContain("openssh-client");
  expect(packages("ssh://git@example.com/shop.git")).toContain("openssh-client");
});

test("another commit is what changes, not the tools that bring it", () => {
  const machine = lowerBlocks(
    `${block("v1", undefined, "restarts = [api]")}
process api {
  run = ["/srv/shop/api"]
  user = nobody
}
process worker {
  run = ["/srv/shop/worker"]
  user = nobody
  restart-on = [checkout."/srv/shop"]
}
command make {
  run = "make"
  on-change = [checkout."/srv/shop"]
}`,
  );
  const triggers = machine.ops.flatMap((op) => op.triggers.map(({ target }) => `${op.id} → ${target}`));
  expect(triggers).toEqual(["exec:checkout-srv-shop → process:api", "exec:checkout-srv-shop → process:worker"]);
  expect(opWith(machine, "exec:make")).toMatchObject({ onChange: ["exec:checkout-srv-shop"] });
  expect(opWith(machine, "exec:checkout-srv-shop")).toMatchObject({
    makes: { path: "/srv/shop", version: "/srv/shop/.git/HEAD" },
  });
  const order = machine.ops.map(({ id }) => id);
  expect(order.indexOf("exec:make")).toBeGreaterThan(order.indexOf("directory:/srv/shop"));
});

test("what is put into it, and what works in it, comes after it", () => {
  const machine = lowerBlocks(`user shop { system = true }
${block("v1", undefined, "owner = shop")}
file "/srv/shop/config/local.ini" { text = "x=1" }
directory "/srv/shop/tmp" { owner = shop }
command aaa {
  run = "make"
  directory = "/srv/shop"
  creates = "/srv/shop/made"
}
process api {
  run = ["/srv/shop/api"]
  directory = "/srv/shop"
  user = shop
}`);
  const order = machine.ops.map(({ id }) => id);
  const checkout = order.indexOf("exec:checkout-srv-shop");
  for (const id of ["file:/srv/shop/config/local.ini", "directory:/srv/shop/tmp", "exec:aaa", "process:api"])
    expect(order.indexOf(id), id).toBeGreaterThan(checkout);
  expect(order.indexOf("directory:/srv/shop")).toBeLessThan(checkout);
});

test("something may be done between two of them", () => {
  const other = block("v1").replaceAll("/srv/shop", "/srv/zoo");
  const between = 'command k {\n  run = "true"\n  on-change = [checkout."/srv/shop"]\n}';
  const machine = lowerBlocks(`${block("v1")}\n${between}\n${other.replace("ref", "after = [k]\n  ref")}`);
  const order = machine.ops.map(({ id }) => id).filter((id) => id.startsWith("exec:"));
  expect(order).toEqual(["exec:checkout-srv-shop", "exec:k", "exec:checkout-srv-zoo"]);
});

test("repositories inside it are asked for", () => {
  const [op] = opsOfKind(lowerBlocks(block(commit, undefined, "submodules = true")), "exec");
  expect(literalOf(op?.run ?? [])).toBe(`/usr/local/bin/put-checkout /srv/shop ${commit} submodules`);
});

test("a ref that says less than it seems is named", () => {
  expect(codesOf(block(commit))).toEqual([]);
  expect(codesOf(block("release/2.x"))).toEqual([]);
  expect(codesOf(block("main"))).toEqual(["W0454"]);
  expect(codesOf(block("3fa96a7"))).toEqual(["E0438"]);
  for (const ref of ["--upload-pack=x", "a b", "a;b", "a..b", ""]) expect(codesOf(block(ref)), ref).toEqual(["E0427"]);
});

test("an address that runs something, is somewhere here, or holds a password is refused", () => {
  for (const repository of [
    "ext::sh -c reboot",
    "/srv/git/shop.git",
    "--upload-pack=x",
    "https://me:secret@example.com/shop.git",
  ])
    expect(codesOf(block(commit, repository)), repository).toEqual(["E0427"]);
});
