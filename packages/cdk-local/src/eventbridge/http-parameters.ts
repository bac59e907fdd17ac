import type { HttpParameters } from '@aws-sdk/client-eventbridge';
import { isJsonPath, readPath } from './json-path.ts';

// "API destination headers that are removed", EventBridge user guide; Host and Content-Length are
// the HTTP client's own.
const REMOVED_HEADERS = new Set(
  `a-im accept-charset accept-datetime accept-encoding cache-control connection content-encoding content-length content-md5 date
  expect forwarded from host http2-settings if-match if-modified-since if-none-match if-range if-unmodified-since max-forwards origin
  pragma proxy-authorization range referer te trailer transfer-encoding user-agent upgrade via warning`.split(/\s+/),
);

/** Target parameters with every JSON path replaced by its value in the event. */
export type ResolvedParameters = {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly path: readonly string[];
};

/** Tells whether AWS sends this header name or value: at most 512 characters, printable ASCII. */
export const isSendable = (text: string): boolean => /^[\x20-\x7e]{0,512}$/.test(text);

/** Tells whether a header set by a target or a connection is removed before sending. */
export const isRemovedHeader = (name: string): boolean => REMOVED_HEADERS.has(name.toLowerCase());

/**
 * Text of a value inside a header, path or query: strings bare, objects and arrays as JSON, absent
 * as the empty string.
 */
export const asText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
};

/**
 * Resolves a target's `HttpParameters` against the original event; a value that is a whole JSON
 * path becomes what it points at.
 */
export const resolveParameters = (parameters: HttpParameters | undefined, event: unknown): ResolvedParameters => {
  const resolve = (value: string): string => (isJsonPath(value) ? asText(readPath(value, event)) : value);
  const all = (values: Record<string, string> | undefined) =>
    Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, resolve(value)]));

  return {
    headers: all(parameters?.HeaderParameters),
    query: all(parameters?.QueryStringParameters),
    path: (parameters?.PathParameterValues ?? []).map(resolve),
  };
};
