/** The stage that `npx tenantry start` runs; nobody can deploy one of this name. */
export const LOCAL_STAGE = 'local';

/** Returns whether an installation (`<name>-<stage>`) is of that stage; names have no hyphen. */
export const isLocalInstallation = (installation: string): boolean => installation.slice(installation.indexOf('-') + 1) === LOCAL_STAGE;
