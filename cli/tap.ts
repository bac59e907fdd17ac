/** Prints the events on the bus of the local runtime. */
import { once } from 'node:events';
import type { EventPattern } from '../events/types.ts';
import { SUBSCRIPTIONS } from '../functions/events/event-names.ts';
import type { Given } from './command/declaration.ts';
import { localAddress } from './shared/api-options.ts';
import { UsageError } from './shared/usage-error.ts';
import type { tap } from './tap/declaration.ts';
import { run as show } from './tap/run.ts';

const eventsOf = (text: string): readonly EventPattern[] => {
  const events = text.split(',').map((event) => event.trim());
  const unknown = events.filter((event) => !SUBSCRIPTIONS.includes(event));
  if (unknown.length > 0) throw new UsageError(`--events knows no ${unknown.join(', ')}; known are ${SUBSCRIPTIONS.join(', ')}`);
  return events as readonly EventPattern[];
};

/** Runs `tenantry tap`. */
export const run = async ({ values }: Given<typeof tap.options>): Promise<void> => {
  const events = values.events === undefined ? undefined : eventsOf(values.events);
  const ending = new AbortController();
  void Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => ending.abort());
  await show({
    url: localAddress(values.url, process.env),
    ...(events && { events }),
    json: values.json ?? false,
    print: (text) => console.log(text),
    opened: () => console.error('Listening to the bus   (Ctrl-C ends it)\n'),
    signal: ending.signal,
  });
};
