/** The variable with the name of the table by which duplicates are recognised. */
export const DEDUP_TABLE = 'TENANTRY_DEDUP_TABLE';

/** The variable with the days for which the id of a handled event is kept. */
export const DEDUP_DAYS = 'TENANTRY_DEDUP_DAYS';
