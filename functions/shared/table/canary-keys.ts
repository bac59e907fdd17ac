import type { Key, Range } from './keys.ts';

/** The runs of the canary in the order of time. */
export const canaryRuns: Range = { pk: 'CANARY', prefix: 'RUN#' };

export const canaryRunKey = (organizationId: string): Key => ({ pk: canaryRuns.pk, sk: canaryRuns.prefix + organizationId });
