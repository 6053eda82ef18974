/**
 * Seconds for which a first boot waits for another machine that may be booting as well: a quarter of an hour, in which
 * the slowest of small servers has installed a database.
 */
export const patienceSeconds = 900;
