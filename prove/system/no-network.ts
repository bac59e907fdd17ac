import dns from 'node:dns';
import { isIP } from 'node:net';

/**
 * Lets this process look up no name but `localhost`, so that no endpoint that random requests make
 * is called on the internet: any other host does not exist.
 */
export const closeNetwork = (): void => {
  const { lookup } = dns;
  const closed = (host: string, ...rest: readonly unknown[]): void => {
    const callback = rest.at(-1) as (error: Error) => void;
    if (host === 'localhost' || isIP(host) !== 0) Reflect.apply(lookup, dns, [host, ...rest]);
    else process.nextTick(callback, Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', hostname: host }));
  };
  // Sockets take it from there at each connection; servers look up addresses, too.
  Object.assign(dns, { lookup: closed });
};
