import { createServer } from 'node:http';
import { listenOnLoopback } from '../../emulator/loopback.ts';

/**
 * Starts a receiver that refuses one webhook in ten for good (400), so that it is dead-lettered,
 * and two in ten at the first attempt; by their ids, so that a retry is the same webhook.
 */
export const startFailingReceiver = async () => {
  const refused = new Set<string>();
  const counts = { accepted: 0, refusedForGood: 0, refusedAtFirst: 0 };
  const statusOf = (id: string): number => {
    // The last digits of a UUIDv7 are random.
    const number = Number.parseInt(id.slice(-4), 16) % 10;
    if (number === 0) {
      counts.refusedForGood += 1;
      return 400;
    }
    if (number < 3 && !refused.has(id)) {
      refused.add(id);
      counts.refusedAtFirst += 1;
      return 503;
    }
    refused.delete(id);
    counts.accepted += 1;
    return 204;
  };
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(statusOf(String(request.headers['webhook-id']))).end());
  });
  const { port, stop } = await listenOnLoopback(server);
  return { url: `http://127.0.0.1:${port}/`, counts, stop };
};
