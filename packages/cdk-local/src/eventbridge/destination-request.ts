import type { ConnectionHttpParameters } from '@aws-sdk/client-eventbridge';
import type { HttpRequest } from './http-exchange.ts';
import { isRemovedHeader, isSendable, type ResolvedParameters } from './http-parameters.ts';
import type { ApiDestination } from './resources.ts';

const BODILESS = ['GET', 'HEAD'];

type Parts = {
  readonly destination: ApiDestination;
  readonly target: ResolvedParameters;
  readonly connection: ConnectionHttpParameters | undefined;
  /** Headers of the connection's authorisation. */
  readonly authorization: Readonly<Record<string, string>>;
  readonly body: string;
};

const url = ({ destination, target, connection }: Parts): URL => {
  const values = target.path.values();
  const address = new URL(destination.endpoint);
  address.pathname = address.pathname.replaceAll('*', () => encodeURIComponent(values.next().value ?? ''));
  for (const [name, value] of Object.entries(target.query)) address.searchParams.set(name, value);
  for (const { Key, Value } of connection?.QueryStringParameters ?? []) if (Key) address.searchParams.set(Key, Value ?? '');
  return address;
};

const headers = ({ target, connection, authorization }: Parts): Record<string, string> => {
  const result = new Headers({ 'content-type': 'application/json; charset=utf-8' });
  const own = (connection?.HeaderParameters ?? []).map(({ Key, Value }): [string, string] => [Key ?? '', Value ?? '']);
  for (const [name, value] of [...Object.entries(target.headers), ...own]) if (name && !isRemovedHeader(name)) result.set(name, value);
  for (const [name, value] of Object.entries(authorization)) result.set(name, value);
  // These three cannot be overridden ("API destinations", EventBridge user guide).
  result.set('user-agent', 'Amazon/EventBridge/ApiDestinations');
  result.set('range', 'bytes=0-1048575');
  result.set('accept-encoding', 'gzip,deflate');
  return Object.fromEntries(result);
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const body = ({ body: input, connection }: Parts): string => {
  const added = Object.fromEntries((connection?.BodyParameters ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  if (Object.keys(added).length === 0) return input;
  const decoded: unknown = JSON.parse(input);
  return isObject(decoded) ? JSON.stringify({ ...decoded, ...added }) : input;
};

/**
 * The first header of a target that AWS would not send (over 512 characters or not printable
 * ASCII), if any.
 */
export const unsendableHeader = (target: ResolvedParameters): string | undefined =>
  Object.entries(target.headers).find(([name, value]) => !isSendable(name) || !isSendable(value))?.[0];

/**
 * The request of an API destination: path `*` filled in order, connection values over target
 * values, AWS's own headers over both.
 */
export const destinationRequest = (parts: Parts): HttpRequest => ({
  method: parts.destination.method,
  url: url(parts),
  headers: headers(parts),
  ...(!BODILESS.includes(parts.destination.method) && { body: body(parts) }),
});
