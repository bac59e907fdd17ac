import { createServer, type IncomingMessage, request as plain, type ServerResponse } from 'node:http';
import { request as secure } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A loopback address of the deployed API. */
export interface FrontDoor {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Opens a loopback address that hands each request to the emulator, as it came, under the host name of the API: in place of the name server,
 * which does not know the emulator's names.
 */
export const openFrontDoor = async (endpoint: string, apiUrl: string, authority?: string): Promise<FrontDoor> => {
  const { protocol, hostname, port } = new URL(endpoint);
  // The emulator's names may end in an address, which is no URL to the parser.
  const host = apiUrl.replace(/^https?:\/\//, '');
  const ask = protocol === 'https:' ? secure : plain;
  const secured = authority === undefined ? {} : { ca: authority, servername: 'localhost' };
  const hand = (request: IncomingMessage, response: ServerResponse): void => {
    const headers = withHost(request.rawHeaders, host);
    const handed = ask({ hostname, port, method: request.method, path: request.url, headers, ...secured }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    handed.on('error', (error) => response.writeHead(502).end(String(error)));
    request.pipe(handed);
  };
  const server = createServer(hand);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const withHost = (raw: readonly string[], host: string): string[] =>
  raw.map((text, at) => (at % 2 === 1 && raw[at - 1]?.toLowerCase() === 'host' ? host : text));
