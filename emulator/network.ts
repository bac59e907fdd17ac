import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Certificate } from './certificate.ts';
import { forwardTo } from './forward.ts';
import { listenOnLoopback } from './loopback.ts';

/** The network as the deployment sees it. */
export interface Network {
  /**
   * The variables that make a process (Node from 24 on, Python) use it as the internet; loopback is
   * reached as ever.
   */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Finds what answers for a host; undefined for one that does not exist. */
export type Site = (host: string) => RequestListener | undefined;

/**
 * Opens a proxy on loopback behind which there are only the hosts that `siteOf` knows, over https,
 * and `port-<n>.example.com`: port n of 127.0.0.1.
 */
export const openNetwork = async (siteOf: Site, files: Certificate): Promise<Network> => {
  const find = (authority = ''): RequestListener | undefined => {
    const host = authority.replace(/:\d+$/, '').toLowerCase();
    return portSite(host) ?? siteOf(host);
  };
  const material = { key: readFileSync(files.key), cert: readFileSync(files.certificate) };
  const secure = createSecureServer(material, (request, response) => find(request.headers.host)?.(request, response));
  const tunnels = new Set<Socket>();
  const proxy = createServer((_, response) => response.writeHead(502).end());
  proxy.on('connect', ({ url }, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    if (!find(url)) return void socket.end('HTTP/1.1 502 No such host\r\n\r\n');
    tunnels.add(socket.on('close', () => tunnels.delete(socket)));
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    secure.emit('connection', socket);
  });
  const { port, stop } = await listenOnLoopback(proxy);
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

const portSite: Site = (host) => {
  const [, port] = /^port-(\d+)\.example\.com$/.exec(host) ?? [];
  return port === undefined ? undefined : forwardTo(`http://127.0.0.1:${port}`);
};
