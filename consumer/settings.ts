/** The variable with the name of the table by which duplicates are recognised. */
export const DEDUP_TABLE = 'TENANTRY_DEDUP_TABLE';

/** The variable with the days for which the id of a handled event is kept. */
export const DEDUP_DAYS = 'TENANTRY_DEDUP_DAYS';

/**
 * The days unless others are given. A duplicate may come that late: EventBridge tries a day, Lambda
 * another six hours, and SQS keeps a dead letter for 14 days, which may be redriven on the last.
 */
export const DEFAULT_DEDUP_DAYS = 16;
