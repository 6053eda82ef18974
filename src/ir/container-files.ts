/** Where the files of a container are on its machine: a folder that only root gets into. The engine mounts each one by itself, so the container needs no way through the folder. */
export function containerFolder(name: string): string {
  return `/etc/${name}.container`;
}

/** The place on the machine of a file that the container sees at `path`: its path with `-` for `/`. */
export function containerFilePath(name: string, path: string): string {
  return `${containerFolder(name)}/${path.slice(1).replaceAll("/", "-")}`;
}
