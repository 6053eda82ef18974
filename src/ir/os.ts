/** An operating system release that envc knows. The tables live in `src/ir/os/`. */
export interface OsRelease {
  /** As written in a spec: `debian-12`. */
  readonly id: string;
  readonly family: "debian";
  /** `debian` or `ubuntu`, as in os-release(5) ID. */
  readonly distribution: "debian" | "ubuntu";
  /** `12`, `24.04`: os-release(5) VERSION_ID. */
  readonly version: string;
  /** `bookworm`, `noble`: os-release(5) VERSION_CODENAME. */
  readonly codename: string;
}
