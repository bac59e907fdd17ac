import { declare } from '../command/declaration.ts';

/** `tenantry tap`. */
export const tap = declare({
  name: 'tap',
  summary: 'prints the events on the bus of the local runtime',
  description: 'Prints the events of tenants as they are on the bus of the local runtime, until Ctrl-C.',
  options: {
    events: { value: '<name>[,<name>…]', help: 'names of events, or their beginnings with .*, separated by commas (default: all)' },
    url: { value: '<address>', help: 'where the local runtime is (default: TENANTRY_URL, or http://127.0.0.1:3000)' },
    json: { help: 'prints one JSON object for each event' },
  },
  examples: ["--events 'reseller.*'", '--json'],
});
