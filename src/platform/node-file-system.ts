import {
  chmodSync,
  constants,
  closeSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { type FileInfo, type FileSystem, isFileSystemError, withExecutableBits } from "./file-system.ts";

const native = process.platform === "win32" ? (path: string) => path.replaceAll("\\", "/") : (path: string) => path;

/** The file system of the machine envc runs on. */
export const nodeFileSystem: FileSystem = {
  hasExecutableBit: process.platform !== "win32",
  inspect(path) {
    let stat;
    try {
      stat = lstatSync(path);
    } catch (error) {
      if (isFileSystemError(error, "ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP")) return undefined;
      throw error;
    }
    let kind: FileInfo["kind"] = "other";
    if (stat.isFile()) kind = "file";
    else if (stat.isDirectory()) kind = "directory";
    else if (stat.isSymbolicLink()) kind = "link";
    return {
      kind,
      size: stat.size,
      executable: (stat.mode & 0o100) !== 0,
      permissions: stat.mode & 0o7777,
      identity: `${stat.dev}:${stat.ino}`,
      modified: stat.mtimeMs,
    };
  },
  resolve(path) {
    try {
      return native(realpathSync(path));
    } catch (error) {
      if (isFileSystemError(error)) return undefined;
      throw error;
    }
  },
  list: (path) => readdirSync(path).sort(),
  read: readRegularFile,
  readLink: (path) => readlinkSync(path),
  create(path, bytes, executable, permissions) {
    const usual = executable ? 0o755 : 0o644;
    const wanted = permissions === undefined ? undefined : withExecutableBits(permissions, executable);
    // The umask only takes bits away, so nobody may look in before the second step who may not after it.
    writeFileSync(path, bytes, { flag: "wx", mode: wanted ?? usual });
    if (wanted !== undefined) chmodSync(path, wanted);
  },
  makeDirectory(path, permissions) {
    mkdirSync(path);
    if (permissions !== undefined) chmodSync(path, permissions);
  },
  hardLink: (existing, path) => linkSync(existing, path),
  symbolicLink: (target, path) => symlinkSync(target, path),
  rename: (from, to) => renameSync(from, to),
  removeFile: (path) => unlinkSync(path),
  removeDirectory: (path) => rmdirSync(path),
};

/** Opens first and asks afterwards, so that what was checked is what is read. */
function readRegularFile(path: string, limit: number): Uint8Array {
  // O_NONBLOCK: opening a FIFO without a writer returns at once instead of waiting (open(2)).
  const descriptor = openSync(
    path,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0),
  );
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw systemError(stat.isDirectory() ? "EISDIR" : "EINVAL", path);
    if (stat.size > limit) throw systemError("EFBIG", path);
    // One byte more than announced: files that grow, and those of /proc that announce 0.
    let bytes = Buffer.allocUnsafe(stat.size + 1);
    let length = 0;
    for (;;) {
      const count = readSync(descriptor, bytes, length, bytes.length - length, null);
      length += count;
      if (length > limit) throw systemError("EFBIG", path);
      if (count === 0) break;
      if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length)]);
    }
    return new Uint8Array(bytes.buffer, bytes.byteOffset, length);
  } finally {
    closeSync(descriptor);
  }
}

/** An error as the system throws it. */
function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
