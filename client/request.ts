import type { AllOptions, Operation, Version } from './method.ts';

type Values = Readonly<Record<string, unknown>>;

/** A request without its credentials. */
export interface ApiRequest {
  readonly method: Operation['method'];
  readonly url: string;
  readonly headers: HeaderFields;
  readonly body?: string;
  /** Whether it may be sent again when its answer was lost. */
  readonly mayRepeat: boolean;
}

/**
 * Makes the request of an operation: arguments that the path does not name are members of the body,
 * or parameters of the query where there is none.
 * @throws {TypeError} for an argument of the path that is missing, or that a URL cannot hold
 */
export const toRequest = (operation: Operation, args: Values, options: AllOptions, base: string): ApiRequest => {
  const { method, path, query = [] } = operation;
  const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const others = Object.entries(args).filter(([name, value]) => !inPath.has(name) && value !== undefined);
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const isQuery = ([name]: readonly [string, unknown]) => !hasBody || query.includes(name);
  const members = Object.fromEntries(others.filter((entry) => !isQuery(entry)));
  const search = new URLSearchParams();
  for (const [name, value] of others.filter(isQuery)) search.set(name, String(value));
  if (options.dryRun) search.set('dryRun', 'true');
  const headers = headersOf(operation, options);
  return {
    method,
    url: `${base}${path.replace(/\{(\w+)\}/g, (_, name: string) => segment(operation, name, args[name]))}${search.size > 0 ? `?${search}` : ''}`,
    headers: { accept: 'application/json', ...headers, ...(hasBody && { 'content-type': 'application/json' }) },
    ...(hasBody && { body: JSON.stringify(members) }),
    mayRepeat: options.dryRun === true || mayRepeat(operation, headers, members),
  };
};

/** A URL resolves `.` and `..`, whatever their spelling: the path would be another. */
const segment = ({ id }: Operation, name: string, value: unknown): string => {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (text === '' || text === '.' || text === '..') throw new TypeError(`${id}: \`${name}\` must be the id of something`);
  return encodeURIComponent(text);
};

type HeaderFields = Readonly<Record<string, string>>;

const headersOf = ({ repeat }: Operation, { idempotencyKey, ifMatch, ifNoneMatch }: AllOptions): HeaderFields => ({
  ...(repeat === 'with-key' && { 'idempotency-key': idempotencyKey ?? crypto.randomUUID() }),
  ...(ifMatch !== undefined && { 'if-match': entityTag(ifMatch) }),
  ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
});

const entityTag = (version: Version): string => {
  // A header without a value may be taken for none: the request would have no condition.
  if (typeof version === 'string' && version.trim() !== '') return version;
  const number = typeof version === 'object' ? version.version : version;
  if (!Number.isInteger(number)) throw new TypeError('`ifMatch` must be a version, an entity with one, or an entity tag');
  return `"${number}"`;
};

// Any version matches `*`. A version in the body is one that the entity must have.
const mayRepeat = ({ repeat }: Operation, headers: HeaderFields, members: Values): boolean => {
  if (repeat !== 'with-version') return repeat !== 'never';
  const match: string | undefined = headers['if-match'];
  return (match !== undefined && match !== '*') || typeof members.version === 'number';
};
