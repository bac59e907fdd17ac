import type { Setting } from './runtime.ts';

/** Where an installation puts its events. Each event names the installation among its resources, since others may share the bus. */
export interface Bus {
  readonly name: string;
  readonly installation: string;
}

/** The bus of the installation that a function belongs to. */
export const busOf = (read: Setting): Bus => ({ name: read('EVENT_BUS_NAME'), installation: read('INSTALLATION') });

/** What a pattern asks for beyond the source: nothing on a bus of the installation's own, which bears its name; else that the event is its own. */
export const ownEvents = ({ name, installation }: Bus): { readonly resources?: string[] } =>
  name === installation ? {} : { resources: [installation] };
