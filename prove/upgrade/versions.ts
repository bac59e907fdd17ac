import { readEvents } from '../system/events.ts';
import type { System } from '../system/system.ts';

/** Reads the version of each event on the bus, which webhooks do not have, by its id. */
export const readVersions = (system: System): ReadonlyMap<string, number> =>
  new Map(readEvents(system).map(({ id, version = 0 }) => [id, version]));
