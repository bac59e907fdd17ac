/** Returns the name of a stack of an installation: `Tenantry-prod-Data`. */
export const stackName = (installation: string, part: 'Data' | 'Api'): string =>
  `${installation.charAt(0).toUpperCase()}${installation.slice(1)}-${part}`;
