import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Certificate } from './certificate.ts';
import { forwardTo } from './forward.ts';
import { onLoopback } from './loopback.ts';

/** The internet as the deployment sees it. */
export interface Outside {
  /** What makes a process take it for the internet (Node from 24 on, Python); loopback is reached as ever. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Opens a proxy on loopback behind which each host of `sites` answers over https, `port-<n>.example.com` is port n of 127.0.0.1, and no other
 * host exists.
 */
export const openOutside = async (sites: Readonly<Record<string, RequestListener>>, files: Certificate): Promise<Outside> => {
  const material = { key: readFileSync(files.key), cert: readFileSync(files.certificate) };
  const secure = createSecureServer(material, (request, response) => siteOf(sites, request.headers.host)?.(request, response));
  const tunnels = new Set<Socket>();
  const proxy = createServer((_, response) => response.writeHead(502).end());
  proxy.on('connect', ({ url }, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    if (!siteOf(sites, url)) return void socket.end('HTTP/1.1 502 No such host\r\n\r\n');
    tunnels.add(socket.on('close', () => tunnels.delete(socket)));
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    secure.emit('connection', socket);
  });
  const { port, stop } = await onLoopback(proxy);
  const address = `http://127.0.0.1:${port}`;

  return {
    environment: {
      ...{ HTTPS_PROXY: address, HTTP_PROXY: address, NO_PROXY: '127.0.0.1,localhost', NODE_USE_ENV_PROXY: '1' },
      ...{ NODE_EXTRA_CA_CERTS: files.certificate, SSL_CERT_FILE: files.certificate },
    },
    async stop() {
      for (const tunnel of tunnels) tunnel.destroy();
      await stop();
    },
  };
};

const siteOf = (sites: Readonly<Record<string, RequestListener>>, authority = ''): RequestListener | undefined => {
  const host = authority.replace(/:\d+$/, '').toLowerCase();
  const [, port] = /^port-(\d+)\.example\.com$/.exec(host) ?? [];
  return port === undefined ? sites[host] : forwardTo(`http://127.0.0.1:${port}`);
};
