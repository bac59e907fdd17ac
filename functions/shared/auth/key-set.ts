import { FetchError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { DeadlineExceeded, requireTime, signalWithin } from '../deadline.ts';

const TIMEOUT_MS = 3000;

/** A cache of the issuer's key set, read when a token names an unknown key, at most every 10 seconds. */
export const keySet = (): SimpleJwksCache => new SimpleJwksCache({ fetcher: { fetch: fetchKeys } });

const fetchKeys = async (uri: string): Promise<ArrayBuffer> => {
  requireTime();
  try {
    const answer = await fetch(secure(uri), { signal: signalWithin(TIMEOUT_MS), redirect: 'error' });
    if (!answer.ok) throw new Error(`the key set answered ${answer.status}`);
    return await answer.arrayBuffer();
  } catch (error) {
    if (error instanceof DeadlineExceeded) throw error;
    throw new FetchError(uri, error);
  }
};

// Plain http is for the embedded runtime, whose key set never leaves the machine.
const secure = (uri: string): URL => {
  const url = new URL(uri);
  const loopback = url.protocol === 'http:' && url.hostname === '127.0.0.1';
  if (url.protocol !== 'https:' && !loopback) throw new Error('the key set must be read over https');
  return url;
};
