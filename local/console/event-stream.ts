import type { ServerResponse } from 'node:http';
import type { Numbered, Ring } from './ring.ts';

/** A reader that is further behind, in bytes, is cut off: it connects again, and reads on. */
const MOST_WAITING = 4 * 1024 * 1024;

/** The most readers at once. */
const MOST_READERS = 20;

/** Sends the entries of a ring as server-sent events. */
export interface EventStream {
  /** Answers with the entries after `lastId`, and with all that follow. */
  send(response: ServerResponse, lastId: number): void;
  stop(): void;
}

interface StreamOptions {
  /** The time between two comments that keep a quiet connection open. */
  readonly heartbeatMs?: number;
}

/** Opens a stream of server-sent events (HTML Living Standard, 9.2). */
export const openEventStream = (
  ring: Pick<Ring<object>, 'after' | 'follow'>,
  { heartbeatMs = 15_000 }: StreamOptions = {},
): EventStream => {
  const readers = new Map<ServerResponse, () => void>();

  const end = (response: ServerResponse): void => {
    readers.get(response)?.();
    readers.delete(response);
    response.end();
  };

  return {
    send(response, lastId) {
      const [longest] = readers.keys();
      if (readers.size >= MOST_READERS && longest) end(longest);
      // One that was cut off takes no more, though its last bytes are still on their way.
      const write = (text: string): void => {
        if (response.writableLength > MOST_WAITING) end(response);
        else if (!response.writableEnded) response.write(text);
      };
      const send = ({ id, data }: Numbered): void => write(`id: ${id}\ndata: ${data}\n\n`);
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      write('retry: 1000\n\n');
      ring.after(lastId).forEach(send);
      if (response.writableEnded) return;
      const heart = setInterval(() => write(': still here\n\n'), heartbeatMs);
      const unfollow = ring.follow(send);
      readers.set(response, () => {
        clearInterval(heart);
        unfollow();
      });
      response.on('close', () => end(response));
    },
    stop: () => [...readers.keys()].forEach(end),
  };
};
