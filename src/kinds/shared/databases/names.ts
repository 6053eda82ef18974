/** What the names of databases and of their users look like; SQL quotes others, but every tool of theirs would have to. */
export const databaseName = {
  pattern: /^[a-z_][a-z0-9_]{0,62}$/,
  describe: "lower-case letters, digits and `_`, not beginning with a digit, at most 63",
  example: "shop",
} as const;
