import type { LowerContext, Resource } from "../../ir/model.ts";
import { readText } from "./read.ts";

/** Whether the PHP-FPM of an app listens on its socket: on a machine, unless the author names an address. */
export function usesSocket(app: Resource, context: Pick<LowerContext, "form">): boolean {
  return context.form === "machine" && readText(app, "bind") === undefined;
}

/**
 * Where the PHP-FPM of an app listens on a machine: a socket in a folder of its own, which only its user and the web
 * server may enter. On a port every account of the machine could have it run a script of its own, as the app's user.
 */
export function fpmSocket(app: string): string {
  return `${fpmFolder(app)}/php-fpm.sock`;
}

/** The folder of the socket. */
export function fpmFolder(app: string): string {
  return `/run/${app}`;
}

/** The group that nginx and Apache have on Debian and Ubuntu (base-passwd). */
export const webServerGroup = "www-data";

/** The mode of the folder: what is made in it, as the socket, is of the folder's group and not of its maker's. */
export const fpmFolderMode = "2750";
