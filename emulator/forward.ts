import { type IncomingMessage, request as plain, type RequestListener, type ServerResponse } from 'node:http';
import { request as secure } from 'node:https';

/**
 * Forwards each request to another server as it came, under the host name `host` if one is given.
 */
export const forwardTo = (origin: string, host?: string): RequestListener => {
  const { protocol, hostname, port } = new URL(origin);
  const ask = protocol === 'https:' ? secure : plain;
  return (request: IncomingMessage, response: ServerResponse) => {
    const headers = host === undefined ? request.rawHeaders : withHost(request.rawHeaders, host);
    const handed = ask({ hostname, port, method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    handed.on('error', (error) => response.headersSent || response.writeHead(502).end(String(error)));
    request.pipe(handed);
  };
};

const withHost = (raw: readonly string[], host: string): string[] =>
  raw.map((text, at) => (at % 2 === 1 && raw[at - 1]?.toLowerCase() === 'host' ? host : text));
