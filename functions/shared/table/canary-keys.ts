import type { Key, Range } from './keys.ts';
import { keyFrom, PARTITIONS, prefixOf, SORT_KEYS } from './partitions.ts';

/** The runs of the canary in the order of time. */
export const canaryRuns: Range = { pk: PARTITIONS.canaryRuns[0], prefix: prefixOf(SORT_KEYS.canaryRun) };

export const canaryRunKey = (organizationId: string): Key => ({ pk: canaryRuns.pk, sk: keyFrom(SORT_KEYS.canaryRun, organizationId) });
