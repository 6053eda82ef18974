import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opsOfKind, opWith } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

const source = { "app/shop/wsgi.py": "" };
const shop = 'python-app shop {\n  source = "./app"\n  wsgi = "shop.wsgi:application"\n}';

function argvOf(blocks: string, files: Readonly<Record<string, string>>): string {
  const [process] = opsOfKind(lowerBlocks(blocks, files), "process");
  return process?.argv.map(literalOf).join(" ") ?? "";
}

function installOf(blocks: string, files: Readonly<Record<string, string>>): string | undefined {
  const op = opWith(lowerBlocks(blocks, files), "exec:shop-dependencies");
  return op.op === "exec" ? literalOf(op.run) : undefined;
}

test("without requirements it is the system's Python, behind the system's gunicorn", () => {
  expect(argvOf(shop, source)).toBe(
    "/usr/bin/python3 -m gunicorn --bind 127.0.0.1:8000 --workers 2 shop.wsgi:application",
  );
  const packages = opsOfKind(lowerBlocks(shop, source), "package").map(({ name }) => name);
  expect(packages).toEqual(["curl", "python3", "python3-gunicorn"]);
});

test("the programs of a virtual environment are found only where there is one", () => {
  const jobs = `${shop}\nworker jobs {\n  of = shop\n  run = ["celery", "--app", "shop"]\n}`;
  const programs = (files: Readonly<Record<string, string>>): readonly string[] =>
    opsOfKind(lowerBlocks(jobs, files), "process").flatMap(({ argv, environment }) => [
      literalOf(argv[0] ?? []) ?? "",
      ...environment.filter(({ name }) => name === "PATH").map(({ value }) => literalOf(value) ?? ""),
    ]);
  expect(programs(source)).toEqual(["/usr/bin/celery", "/usr/bin/python3"]);
  const path = "/srv/shop/current/.venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  expect(programs({ ...source, "app/requirements.txt": "celery==5.3.6\n" })).toEqual([
    "/srv/shop/current/.venv/bin/celery",
    path,
    "/srv/shop/current/.venv/bin/python",
    path,
  ]);
});

test("requirements are installed into a virtual environment of the release", () => {
  const files = { ...source, "app/requirements.txt": "flask==3.0.0\ngunicorn==21.2.0\n" };
  expect(argvOf(shop, files)).toContain("/srv/shop/current/.venv/bin/python -m gunicorn");
  expect(installOf(shop, files)).toBe(
    "python3 -m venv .venv && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --requirement requirements.txt && test -x .venv/bin/python && touch .done-dependencies",
  );
});

test("a lock with checksums is checked, and packages of the source come from there", () => {
  const files = {
    ...source,
    "app/requirements.txt": "gunicorn==21.2.0 --hash=sha256:00\n",
    "app/wheels/gunicorn.whl": "",
  };
  const run = installOf(shop.replace("\n}", '\n  local-packages = "wheels"\n}'), files);
  expect(run).toContain("--require-hashes --no-index --find-links wheels --requirement requirements.txt");
});

test("packages of the distribution are seen from the virtual environment", () => {
  const files = { ...source, "app/requirements.txt": "flask==3.0.0\n" };
  expect(installOf(shop, files)).toContain("venv --system-site-packages .venv");
  const both = { ...source, "app/requirements.txt": "gunicorn==21.2.0\n" };
  expect(installOf(shop, both)).not.toContain("--system-site-packages");
  const django = shop.replace("\n}", '\n  packages = ["python3-django"]\n}');
  expect(installOf(django, both)).toContain("--system-site-packages");
});

test("an asynchronous application is served by uvicorn", () => {
  const blocks = 'python-app shop {\n  source = "./app"\n  asgi = "shop.main:app"\n  port = 8100\n  workers = 4\n}';
  expect(argvOf(blocks, source)).toBe(
    "/usr/bin/python3 -m uvicorn --host 127.0.0.1 --port 8100 --workers 4 shop.main:app",
  );
});

test.each([
  ['python-app shop { source = "./app" }', "E0495"],
  ['python-app shop {\n  source = "./app"\n  wsgi = "a:b"\n  asgi = "a:b"\n}', "E0495"],
  ['python-app shop {\n  source = "./app"\n  wsgi = "shop.wsgi"\n}', "E0427"],
  ['python-app shop {\n  source = "./app"\n  wsgi = "shop.wsgi:application; id"\n}', "E0427"],
])("%s is refused", (blocks, code) => {
  expect(codesOf(blocks, source)).toEqual([code]);
});
