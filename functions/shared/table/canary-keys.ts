import type { Key, Range } from './keys.ts';
import { PARTITIONS } from './partitions.ts';

/** The runs of the canary in the order of time. */
export const canaryRuns: Range = { pk: PARTITIONS.canaryRuns[0], prefix: 'RUN#' };

export const canaryRunKey = (organizationId: string): Key => ({ pk: canaryRuns.pk, sk: canaryRuns.prefix + organizationId });
