import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

interface Key {
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * Computes the signature of a request that was received, from the headers that it says are signed:
 * Signature Version 4 for requests whose path needs no encoding.
 */
export const signatureOf = (
  { method, url = '', headers }: IncomingMessage,
  body: string,
  { secretAccessKey, region, service }: Key,
): string => {
  const signed = /SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}`);
  const canonical = [method, url, '', ...lines, '', signed, sha256(body)].join('\n');
  const time = String(headers['x-amz-date']);
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const key = scope.split('/').reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  return hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex');
};
