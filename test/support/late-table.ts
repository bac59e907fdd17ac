import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Stands before a table, and holds up each transaction on its way there: for so many milliseconds
 * as `latenessMs` says.
 */
export const startLateTable = async (url: string, latenessMs: () => number) => {
  const server = createServer(async (request, response) => {
    try {
      const headers = Object.entries(request.headers).filter(([name]) => name !== 'host' && name !== 'connection');
      const body = await text(request);
      if (String(request.headers['x-amz-target']).endsWith('TransactWriteItems')) await delay(latenessMs());
      const answer = await fetch(url, { method: 'POST', headers: Object.fromEntries(headers) as Record<string, string>, body });
      const passed = ['content-type', 'x-amzn-requestid'].map((name) => [name, String(answer.headers.get(name))]);
      response.writeHead(answer.status, Object.fromEntries(passed) as Record<string, string>);
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
