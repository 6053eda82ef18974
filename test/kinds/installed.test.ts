import { describe, expect, test } from "vitest";
import { codesOf } from "./compile-spec.ts";

const health = 'user = root, run = ["/bin/true"]';

describe("what nothing installs", () => {
  test.each([
    ["service nginx", ["W0406"]],
    ["service nginx\nabsent package nginx", ["W0406"]],
    ["service mysql", ["W0406"]],
    ["service php-fpm", ["W0406"]],
    [`process api { ${health}, health = ["/usr/bin/wget", "-q", "http://127.0.0.1/"] }`, ["W0407"]],
    [`process api { ${health}, health = ["/bin/sh", "-c", "curl -f http://127.0.0.1/ | grep ok"] }`, ["W0407"]],
  ])("is warned about: %s", (blocks, codes) => {
    expect(codesOf(blocks)).toEqual(codes);
  });

  test.each([
    "package nginx\nservice nginx",
    "package nginx-light\nservice nginx",
    "package mariadb-server\nservice mysqld",
    "package php-fpm\nservice php-fpm",
    'package "php8.2-fpm"\nservice "php8.2-fpm"',
    "package postgresql-15\nservice postgresql",
    "package redis\nservice redis",
    "service ssh",
    "service cron",
    "service our-own-thing",
    "service systemd-timesyncd",
    "service rsync { enabled = false, running = false }",
    "service nginx { masked = true }",
    'file "/etc/systemd/system/nginx.service" { text = "[Service]\\nExecStart=/bin/true\\n" }\nservice nginx',
    'command get { run = "apt-get install -y nginx", creates = "/usr/sbin/nginx" }\nservice nginx',
    `package curl\nprocess api { ${health}, health = ["/usr/bin/curl", "http://127.0.0.1/"] }`,
    `process api { ${health}, health = ["/srv/api/curl-like", "curl"] }`,
    `process api { ${health}, health = ["/bin/sh", "-c", "/srv/api/mycurl x"] }`,
  ])("is believed: %s", (blocks) => {
    expect(codesOf(blocks)).toEqual([]);
  });
});

describe("a port", () => {
  const two = (first: string, second: string): string =>
    `process one { ${health}, ${first} }\nprocess two { ${health}, ${second} }`;

  test.each([
    ["port = 3000", "port = 3000"],
    ["port = 3000", "ports = [80, 3000]"],
    ["ports = [1, 2]", "ports = [3, 2]"],
  ])("belongs to one process: %s and %s", (first, second) => {
    expect(codesOf(two(first, second))).toEqual(["E0418"]);
  });

  test.each([
    ["port = 3000", "port = 3001"],
    ["port = 3000", "port = 3000, enabled = false, running = false"],
    ["port = 3000, ports = [3000]", "port = 80"],
  ])("is free: %s and %s", (first, second) => {
    expect(codesOf(two(first, second))).toEqual([]);
  });
});
