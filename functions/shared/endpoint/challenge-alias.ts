/** A header of each 401 that has the value of `WWW-Authenticate`; the gateway restores that header from it if it has renamed it. */
export const CHALLENGE_ALIAS = 'x-www-authenticate';
