/**
 * A header of each 401 with the value of `WWW-Authenticate`; the gateway restores that header from
 * it after renaming it.
 */
export const CHALLENGE_ALIAS = 'x-www-authenticate';
