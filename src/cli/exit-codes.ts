/** What the exit code of envc says. Part of the interface: never renumber. */
export const exitCodes = {
  /** Everything is as it should be; warnings do not change that. */
  ok: 0,
  /** There is an error in the spec, or `fmt --check` found a file to format. */
  specError: 1,
  /** The command line was wrong: an unknown option, target, environment or file. */
  usage: 2,
  /** Nothing was written, because of what is in the output folder (see E09…). */
  refused: 3,
  /** A bug in envc. */
  bug: 70,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
