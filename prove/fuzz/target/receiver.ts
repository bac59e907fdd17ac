import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../../../emulator/loopback.ts';

/** A webhook that arrived: the path names the endpoint's tenant. */
export interface Arrival {
  readonly path: string;
  readonly body: string;
}

/** Starts a receiver of webhooks that accepts all of them. */
export const openReceiver = async () => {
  const arrivals: Arrival[] = [];
  const server = createServer(async (request, response) => {
    arrivals.push({ path: request.url ?? '', body: await text(request) });
    response.writeHead(204).end();
  });
  const { port, stop } = await listenOnLoopback(server);
  return { url: `http://127.0.0.1:${port}`, arrivals: (): readonly Arrival[] => arrivals, stop };
};
