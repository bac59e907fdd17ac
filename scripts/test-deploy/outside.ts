import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Certificate } from './certificate.ts';

/** The internet as the deployment sees it. */
export interface Outside {
  /** What makes a process take it for the internet (Node from 24 on, Python); `127.0.0.1` is reached as ever. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Opens a proxy on loopback behind which each host of `sites` answers over https, and no other host exists. */
export const openOutside = async (sites: Readonly<Record<string, RequestListener>>, files: Certificate): Promise<Outside> => {
  const secure = createSecureServer({ key: readFileSync(files.key), cert: readFileSync(files.certificate) }, (request, response) =>
    sites[hostOf(request.headers.host)]?.(request, response),
  );
  const tunnels = new Set<Socket>();
  const proxy = createServer((_, response) => response.writeHead(502).end());
  proxy.on('connect', ({ url }, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    if (!Object.hasOwn(sites, hostOf(url))) return void socket.end('HTTP/1.1 502 No such host\r\n\r\n');
    tunnels.add(socket.on('close', () => tunnels.delete(socket)));
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    secure.emit('connection', socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

  return {
    environment: {
      ...{ HTTPS_PROXY: address, HTTP_PROXY: address, NO_PROXY: '127.0.0.1,localhost', NODE_USE_ENV_PROXY: '1' },
      ...{ NODE_EXTRA_CA_CERTS: files.certificate, SSL_CERT_FILE: files.certificate },
    },
    stop: () =>
      new Promise((resolve) => {
        for (const tunnel of tunnels) tunnel.destroy();
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };
};

const hostOf = (authority = ''): string => authority.replace(/:\d+$/, '').toLowerCase();
