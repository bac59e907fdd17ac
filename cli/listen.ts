/** Receives the webhooks of the local runtime on this machine, verifies them and prints them. */
import { once } from 'node:events';
import type { Given } from './command/declaration.ts';
import type { listen as declaration } from './listen/declaration.ts';
import { registerEndpoint } from './listen/endpoint.ts';
import { type ListenOptions, readOptions } from './listen/options.ts';
import { formatLine, formatPretty } from './listen/print.ts';
import { startReceiver } from './listen/receiver.ts';

const listen = async (options: ListenOptions): Promise<void> => {
  // From the start, so that an endpoint that is being set up is removed as well.
  const waitForEnd = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const receiver = await startReceiver(options, (received) => console.log(options.json ? formatLine(received) : formatPretty(received)));
  try {
    console.error(`Setting up an endpoint at ${options.url} …`);
    const endpoint = await registerEndpoint(options, receiver.url);
    receiver.expect(endpoint.token);
    console.error(`Listening at ${receiver.url} as webhook endpoint ${endpoint.id}   (Ctrl-C ends it)\n`);
    await waitForEnd;
    console.error('\nRemoving the endpoint …');
    await endpoint.remove().catch((error: unknown) => console.error(String(error instanceof Error ? error.message : error)));
  } finally {
    await receiver.stop();
  }
};

/** Runs `tenantry listen`. */
export const run = (given: Given<typeof declaration.options>): Promise<void> => listen(readOptions(given, process.env));
