/** The stage that `npx tenantry start` runs; nobody can deploy one of this name. */
export const LOCAL_STAGE = 'local';
