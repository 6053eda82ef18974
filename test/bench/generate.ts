/** Generated input of any size: a spec, and the same in the language of what we compare with. */

const resources = 8;

/** One machine, as a beginner would write it. */
export function oneMachineSpec(): string {
  return `envspec 1

os = "debian-12"

package nginx

user deploy

directory "/srv/www" {
  owner = deploy
}

file "/srv/www/index.html" {
  owner = deploy
  text = "Hello\\n"
}

service nginx
`;
}

/** Two machine classes with packages, users, files and services, and `hosts` hosts in one environment. */
export function hostsSpec(hosts: number): string {
  const lines = ["envspec 1", "", 'let domain: domain = "shop.example"', ""];
  for (const machine of ["web", "worker"]) {
    lines.push(`machine ${machine} {`, '  os = "debian-12"', '  timezone = "Europe/Vienna"', "}", "");
    lines.push(`package [nginx, curl, git] { machine = ${machine} }`, "");
    lines.push(`user deploy-${machine} { machine = ${machine} }`, "");
    for (let index = 0; index < resources; index++)
      lines.push(
        `directory "/srv/${machine}/${index}" {`,
        `  machine = ${machine}`,
        `  owner = deploy-${machine}`,
        "  mode = 0750",
        "}",
        "",
        `file "/srv/${machine}/${index}/site.conf" {`,
        `  machine = ${machine}`,
        `  owner = deploy-${machine}`,
        `  text = "server ${index} of \${domain}\\n"`,
        "}",
        "",
      );
  }
  lines.push("environment prod {", "  target = [ansible, dockerfile, cloud-init]");
  for (let index = 0; index < hosts; index++) {
    const machine = index % 2 === 0 ? "web" : "worker";
    lines.push(`  host host-${index} { machine = ${machine}, address = "${address(index)}" }`);
  }
  lines.push("}", "");
  return lines.join("\n");
}

/** One machine with `count` files. */
export function resourcesSpec(count: number): string {
  const lines = ["envspec 1", "", 'os = "debian-12"', ""];
  for (let index = 0; index < count; index++)
    lines.push(
      `file "/srv/data/${index % 100}/${index}.conf" {`,
      `  text = "value ${index}\\n"`,
      "  mode = 0640",
      "}",
      "",
    );
  return lines.join("\n");
}

/** A server with so many websites: each of them has a name that no other one may have, and all share one nginx. */
export function sitesSpec(count: number): string {
  const lines = ["envspec 1", "", 'os = "debian-12"', ""];
  for (let index = 0; index < count; index++)
    lines.push(
      `directory "/srv/site-${index}" {}`,
      "",
      `site site-${index} {`,
      `  domain = "site-${index}.example.com"`,
      `  root = "/srv/site-${index}"`,
      "}",
      "",
    );
  return lines.join("\n");
}

/** What {@link hostsSpec} says, in Puppet's language, one node per host as its users write it. */
export function puppetManifest(hosts: number): string {
  const lines: string[] = [];
  for (const machine of ["web", "worker"]) {
    lines.push(`class ${machine}($domain) {`, "  package { ['nginx', 'curl', 'git']: ensure => installed }");
    lines.push(`  user { 'deploy-${machine}': ensure => present }`);
    for (let index = 0; index < resources; index++) {
      const path = `/srv/${machine}/${index}`;
      lines.push(`  file { '${path}': ensure => directory, owner => 'deploy-${machine}', mode => '0750' }`);
      lines.push(
        `  file { '${path}/site.conf': owner => 'deploy-${machine}', content => "server ${index} of \${domain}\\n" }`,
      );
    }
    lines.push("}");
  }
  for (let index = 0; index < hosts; index++)
    lines.push(
      `node 'host-${index}' {`,
      `  class { '${index % 2 === 0 ? "web" : "worker"}': domain => 'shop.example' }`,
      "}",
    );
  return `${lines.join("\n")}\n`;
}

function address(index: number): string {
  return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
}
