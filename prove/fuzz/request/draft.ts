import type { WireHeaders, WireRequest } from '../../../testing/wire.ts';
import { type Json, written } from './json.ts';

/** The callers that requests are made by; none of them is the other tenant. */
export const CALLERS = ['partner', 'reseller', 'operator', 'user', 'lacking', 'nowhere', 'none'] as const;

export type CallerKind = (typeof CALLERS)[number];

type Pair = readonly [name: string, value: string];

/** The body of a draft: JSON that can still be changed, or bytes. */
export type DraftBody = { readonly json: Json } | { readonly bytes: Uint8Array } | undefined;

/** A request before it is sent, in the parts that mutations change. */
export interface Draft {
  readonly operationId: string;
  readonly caller: CallerKind;
  readonly method: string;
  /** The segments of the path, percent-encoded. */
  readonly path: readonly string[];
  /** Percent-encoded. */
  readonly query: readonly Pair[];
  /** One line each; names are lower-case. */
  readonly headers: readonly Pair[];
  readonly body: DraftBody;
  /** Sends the body without its length. */
  readonly chunked?: boolean;
}

/** Returns the body's bytes. */
export const bytesOf = (body: DraftBody): Uint8Array | undefined => {
  if (!body) return undefined;
  return 'bytes' in body ? body.bytes : Buffer.from(written(body.json));
};

/** Returns a draft as it goes over the wire. */
export const requestOf = ({ method, path, query, headers, body, chunked }: Draft): WireRequest => {
  const search = query.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
  const bytes = bytesOf(body);
  return {
    method,
    path: `/${path.join('/')}${search === '' ? '' : `?${search}`}`,
    headers: { ...linesOf(headers), ...(bytes && lengthOf(bytes, chunked)) },
    ...(bytes && { payload: chunked ? [bytes] : bytes }),
  };
};

// Node sends the body of a DELETE or a GET without either, unless it is told.
const lengthOf = (bytes: Uint8Array, chunked = false): WireHeaders =>
  chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(bytes.length) };

const linesOf = (headers: readonly Pair[]): WireHeaders => {
  const byName = Map.groupBy(headers, ([name]) => name);
  return Object.fromEntries(
    [...byName].map(([name, lines]) => {
      const values = lines.map(([, value]) => value);
      // Node's client sends one Host.
      return [name, values.length === 1 || name === 'host' ? (values.at(-1) ?? '') : values];
    }),
  );
};
