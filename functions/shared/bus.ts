import type { Setting } from './runtime.ts';

/**
 * The bus of an installation's events. Each event names the installation among its resources,
 * because others may share the bus.
 */
export interface Bus {
  readonly name: string;
  readonly installation: string;
}

/** Returns the bus of the installation that a function belongs to. */
export const busOf = (read: Setting): Bus => ({ name: read('EVENT_BUS_NAME'), installation: read('INSTALLATION') });

/**
 * Returns the part of a pattern that selects an installation's events: nothing on its own bus,
 * which has its name, else the resource.
 */
export const ownEvents = ({ name, installation }: Bus): { readonly resources?: string[] } =>
  name === installation ? {} : { resources: [installation] };
