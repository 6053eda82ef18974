/**
 * The extensions that come with PostgreSQL, and so with the official image: those of Appendix F of its documentation
 * without the ones for Perl and Python, which have packages of their own. Some came or went: the first and the last
 * version that has them.
 */
const contrib: Readonly<Record<string, readonly [from: number, until: number] | undefined>> = Object.fromEntries([
  ...[
    "amcheck autoinc bloom btree_gin btree_gist citext cube dblink dict_int dict_xsyn earthdistance file_fdw fuzzystrmatch",
    "hstore insert_username intagg intarray isn lo ltree moddatetime pageinspect pg_buffercache pg_freespacemap",
    "pg_prewarm pg_stat_statements pg_trgm pg_visibility pgcrypto pgrowlocks pgstattuple plpgsql postgres_fdw refint",
    "seg sslinfo tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp xml2",
  ]
    .flatMap((line) => line.split(" "))
    .map((name) => [name, [0, Infinity]] as const),
  ["adminpack", [0, 16]] as const,
  ["old_snapshot", [14, 16]] as const,
  ["pg_surgery", [14, Infinity]] as const,
  ["pg_walinspect", [15, Infinity]] as const,
  ["pg_logicalinspect", [18, Infinity]] as const,
]);

/** Whether PostgreSQL itself brings an extension, in this major version. */
export function isContrib(extension: string, version: string): boolean {
  const range = Object.hasOwn(contrib, extension) ? contrib[extension] : undefined;
  return range !== undefined && Number(version) >= range[0] && Number(version) <= range[1];
}
