import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The reason why a request is refused, and its status. */
export interface GuardRefusal {
  readonly status: 401 | 403 | 421;
  readonly reason: string;
}

interface GuardOptions {
  /** The origin of the page, such as `http://127.0.0.1:3001`. */
  readonly origin: string;
  /** The key of the link that the start prints. */
  readonly key: string;
}

/** The header that a page of another origin cannot send without asking first. */
export const CHANGE_HEADER = 'x-tenantry-console';

/** Checks requests to the console. */
export interface Guard {
  /** Refuses a name that somebody else may have pointed here (DNS rebinding). */
  checkHost(request: IncomingMessage): GuardRefusal | undefined;
  /** Refuses a caller without the key of the link. */
  checkSession(request: IncomingMessage): GuardRefusal | undefined;
  /** Refuses a change that another page asks for. */
  checkChange(request: IncomingMessage): GuardRefusal | undefined;
  isKey(key: string): boolean;
  /** The cookie that stands for the key. */
  readonly cookie: string;
}

/** Opens the guard of a console. */
export const openGuard = ({ origin, key }: GuardOptions): Guard => {
  const { host, port } = new URL(origin);
  const hosts = new Set([host, `localhost:${port}`]);
  const origins = new Set([...hosts].map((one) => `http://${one}`));
  // Cookies of all ports of a host are one jar.
  const name = `tenantry-console-${port}`;
  const isKey = (given: string): boolean => timingSafeEqual(digest(given), digest(key));

  return {
    cookie: `${name}=${key}; HttpOnly; SameSite=Strict; Path=/_console`,
    isKey,
    checkHost: ({ headers }) =>
      hosts.has(headers.host ?? '') ? undefined : { status: 421, reason: `The console is at ${origin}/_console and has no other name.` },
    checkSession: ({ headers }) =>
      cookiesOf(headers.cookie).some(([one, value]) => one === name && isKey(value))
        ? undefined
        : { status: 401, reason: 'Open the console by the link that its start has printed: it has the key.' },
    checkChange({ headers }) {
      if (!origins.has(headers.origin ?? '')) return { status: 403, reason: 'Changes come from the page of the console only.' };
      if (headers[CHANGE_HEADER] === undefined) return { status: 403, reason: `A change has the header ${CHANGE_HEADER}.` };
      return undefined;
    },
  };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const cookiesOf = (header = ''): readonly (readonly [name: string, value: string])[] =>
  header.split(';').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
