import { once } from 'node:events';
import { createServer } from 'node:net';

/** Finds a free port of 127.0.0.1; another process can take it before it is used. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise<void>((done) => probe.close(() => done()));
  if (address === null || typeof address === 'string') throw new Error('No free TCP port on 127.0.0.1');
  return address.port;
};
