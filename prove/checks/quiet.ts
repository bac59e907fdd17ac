import type { Violation } from '../shared/part.ts';
import type { System } from '../system/system.ts';

/** Finds what a system should never have to say of itself, over all its starts. */
export const quietFaults = (system: Pick<System, 'recorded'>): readonly Violation[] => [
  ...system.recorded<{ readonly message: string }>('failures').map(({ message: detail }) => ({ promise: 'the runtime goes on', detail })),
  ...system.recorded<object>('denials').map((denial) => ({
    promise: 'each function has the rights it needs',
    detail: JSON.stringify(denial),
  })),
];
