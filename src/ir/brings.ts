/** What comes with a resource of a kind although no block of its own declares it. */
export interface Brings {
  /** Packages that are installed for it, by the distribution's names. */
  readonly packages?: readonly string[];
  /** Folders that it makes. */
  readonly folders?: readonly string[];
}
