/** The header of the requests by which the console reads what it shows; they are no steps. */
export const READ_HEADER = 'x-tenantry-console-read';
