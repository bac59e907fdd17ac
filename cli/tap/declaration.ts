import { declare, LOCAL_RUNTIME } from '../command/declaration.ts';

/** `tenantry tap`. */
export const tap = declare({
  name: 'tap',
  summary: 'prints the events on the bus of the local runtime',
  description: 'Prints the events of tenants as they are on the bus of the local runtime, until Ctrl-C.',
  options: {
    events: { value: '<name>[,<name>…]', help: 'names of events, or their beginnings with .*, separated by commas (default: all)' },
    ...LOCAL_RUNTIME,
    json: { help: 'prints one JSON object for each event' },
  },
  examples: ["--events 'reseller.*'", '--json'],
});
