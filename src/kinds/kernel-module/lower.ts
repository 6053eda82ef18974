import type { Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { AbsentPathOp, Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { partBase, writeText } from "../shared/build-ops.ts";
import { runOnOwnKernel } from "../shared/not-in-container.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readText } from "../shared/read.ts";

/** The file that loads a module at boot (modules-load.d(5)). */
export function loadPath(name: string): string {
  return `/etc/modules-load.d/${name}.conf`;
}

/** The file with a module's options, or what keeps it out (modprobe.d(5)). */
export function modprobePath(name: string): string {
  return `/etc/modprobe.d/${name}.conf`;
}

/** The name under which the kernel lists a module: modprobe(8) takes `-` and `_` for the same. */
function kernelName(name: string): string {
  return name.replaceAll("-", "_");
}

/** The file that loads it at boot and the one for modprobe, each there or gone; and what is to be done now. */
export function lowerKernelModule(resource: Resource): readonly Op[] {
  const { name } = resource;
  const blocked = readBool(resource, "blocked") === true;
  const options = readText(resource, "options");
  const isLoaded = !resource.absent && !blocked;
  const modprobe = modprobeFile(name, blocked, resource.absent ? undefined : options);
  const load = isLoaded
    ? writeText(resource, loadPath(name), literalText(`${name}\n`))
    : removeFile(resource, loadPath(name));
  const rules =
    modprobe === undefined
      ? removeFile(resource, modprobePath(name))
      : writeText(resource, modprobePath(name), literalText(modprobe));
  const main = isLoaded ? load : rules;
  const files = [load, rules].map((op) => (op === main ? { ...op, ...opBase(resource, op.title) } : op));
  const after = files.map((op) => op.id);
  const kernel = kernelName(name);
  if (isLoaded)
    return [
      ...files,
      runOnOwnKernel(resource, {
        name: `load-${name}`,
        title: `Load the kernel module ${name}`,
        run: `/sbin/modprobe -- ${name}`,
        when: `[ ! -e /sys/module/${kernel} ]`,
        after,
      }),
    ];
  if (!blocked) return files;
  return [
    ...files,
    runOnOwnKernel(resource, {
      name: `unload-${name}`,
      title: `Unload the kernel module ${name}`,
      run: `/sbin/modprobe --remove -- ${name}`,
      // The third column counts who uses it: what is in use stays until the next boot.
      when: `grep -q '^${kernel} [0-9]* 0 ' /proc/modules`,
      after,
    }),
  ];
}

/** `blacklist` only keeps devices from loading it by themselves; `install … /bin/false` refuses everybody (modprobe.d(5)). */
function modprobeFile(name: string, blocked: boolean, options: string | undefined): string | undefined {
  if (blocked) return `blacklist ${name}\ninstall ${name} /bin/false\n`;
  return options === undefined ? undefined : `options ${name} ${options}\n`;
}

function removeFile(resource: Resource, path: string): AbsentPathOp {
  return {
    ...partBase(resource, `Remove ${path}`),
    op: "absent-path",
    id: opId("absent-path", path),
    path,
    was: "file",
  };
}
