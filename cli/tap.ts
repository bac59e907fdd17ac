/** Prints the events on the bus of the local runtime. */
import { once } from 'node:events';
import type { Given } from './command/declaration.ts';
import { localAddress } from './shared/api-options.ts';
import { readSubscriptions } from './shared/option-values.ts';
import type { tap } from './tap/declaration.ts';
import { run as show } from './tap/run.ts';

/** Runs `tenantry tap`. */
export const run = async ({ values }: Given<typeof tap.options>): Promise<void> => {
  const events = values.events === undefined ? undefined : readSubscriptions(values.events);
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
