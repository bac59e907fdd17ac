import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { JWTPayload } from 'jose';
import { CONTRACTS, OPERATIONS } from '../../functions/operations.ts';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { methodsOf } from '../../functions/shared/http/methods.ts';
import { gatewayPath } from '../../functions/shared/http/verbs.ts';
import type { RegisteredOperation } from '../../functions/shared/operation.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { httpEvent } from '../../testing/http-event.ts';
import { startIssuer } from '../../testing/issuer.ts';
import { startSecret } from '../../testing/secret.ts';
import { startTable } from '../../testing/table.ts';

/**
 * A request as a client makes it; `as` is its Authorization header, the platform operator's token
 * when absent, `null` for none.
 */
export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly base64?: boolean;
  readonly as?: string | null;
  readonly sourceIp?: string;
  readonly requestId?: string;
  /** How many milliseconds the function has; without it there is no deadline. */
  readonly remainingMs?: number;
}

/** An answer with its body parsed: an object, or the items of an array. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Item;
  readonly items: readonly Item[];
  /** The body as it came; `undefined` without one. */
  readonly text: string | undefined;
}

type Handler = (event: APIGatewayProxyEventV2, context: object) => Promise<APIGatewayProxyStructuredResultV2>;

/** As Lambda tells a function how long it may run. */
export const contextFor = (remainingMs: number) => {
  const end = Date.now() + remainingMs;
  return { getRemainingTimeInMillis: () => end - Date.now() };
};

const isList = (json: Item | readonly Item[]): json is readonly Item[] => Array.isArray(json);

interface ApiOptions extends NonNullable<Parameters<typeof startTable>[0]> {
  /** Hashes passwords at the cost that they have in production. */
  readonly slowPasswords?: boolean;
}

/**
 * The real handlers over a table and an issuer of their own; `environment` overrides theirs. Once
 * per test file, whose environment it sets.
 */
export const startApi = async (
  environment: Readonly<Record<string, string>> = {},
  { slowPasswords = false, ...options }: ApiOptions = {},
) => {
  const [table, issuer, secret] = await Promise.all([startTable(options), startIssuer(), startSecret()]);
  Object.assign(
    process.env,
    secret.environment,
    table.environment,
    issuer.environment,
    { LOG_LEVEL: 'SILENT', REFERENCE_PAGE: 'false' },
    environment,
  );
  // Loaded only where it is used: it needs Jest.
  if (!slowPasswords) await (await import('../support/quick-passwords.ts')).useQuickPasswords();
  const handlerOf = loader();
  const bearer = async (claims: JWTPayload = {}) => `Bearer ${await issuer.token({ permissions: [...PERMISSIONS], ...claims })}`;
  const operator = await bearer();

  const send = async ({ as = operator, headers = {}, base64 = false, remainingMs, ...call }: Call): Promise<Answer> => {
    const { operationId, pathParameters } = route(call);
    const authorised = { ...headers, ...(as !== null && { authorization: as }) };
    const event = { ...httpEvent({ ...call, headers: authorised, ...(pathParameters && { pathParameters }) }), isBase64Encoded: base64 };
    const handler = await handlerOf(operationId);
    const result = await handler(event, remainingMs === undefined ? {} : contextFor(remainingMs));
    const json = JSON.parse(result.body ?? '{}') as Item | readonly Item[];
    const items = isList(json) ? json : [];
    return { status: result.statusCode ?? 0, headers: { ...result.headers }, body: isList(json) ? {} : json, items, text: result.body };
  };

  // Whoever reads a list may be the first, and make what its cursors are sealed with; and attempts
  // to sign in are counted, not least those that are refused.
  const items = async (): Promise<readonly Item[]> =>
    (await table.items()).filter(({ type }) => type !== 'cursor-secret' && !String(type).startsWith('sign-in-'));

  return {
    ...{ table, issuer, secret, bearer, send, items },
    get: (path: string, call: Omit<Call, 'path'> = {}) => send({ ...call, path }),
    post: (path: string, body: unknown, call: Omit<Call, 'path' | 'body'> = {}) => send({ ...call, method: 'POST', path, body }),
    patch: (path: string, body: unknown, call: Omit<Call, 'path' | 'body'> = {}) => send({ ...call, method: 'PATCH', path, body }),
    put: (path: string, body: unknown, call: Omit<Call, 'path' | 'body'> = {}) => send({ ...call, method: 'PUT', path, body }),
    remove: (path: string, call: Omit<Call, 'path'> = {}) => send({ ...call, method: 'DELETE', path }),
    stop: async () => void (await Promise.all([table.stop(), issuer.stop(), secret.stop()])),
  };
};

export type Api = Awaited<ReturnType<typeof startApi>>;

/** Loads the handler of an operation with its first request: a file asks for few of them. */
const loader = () => {
  const loaded = new Map<string, Promise<Handler>>();
  return (operationId: string): Promise<Handler> => {
    const handler = loaded.get(operationId) ?? loadHandler(operationId);
    loaded.set(operationId, handler);
    return handler;
  };
};

const loadHandler = async (operationId: string): Promise<Handler> => {
  const { handler } = OPERATIONS.find(({ contract }) => contract.operationId === operationId) as RegisteredOperation;
  return ((await import(`../../functions/${handler}.ts`)) as { readonly handler: Handler }).handler;
};

/** The routes as the gateway has them, those with the fewest variables first. */
const ROUTES = CONTRACTS.map(({ operationId, method, path }) => {
  const routed = gatewayPath(path);
  const pattern = new RegExp(`^${routed.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  return { operationId, methods: methodsOf(method) as readonly string[], pattern, variables: routed.split('{').length };
}).toSorted((one, other) => one.variables - other.variables);

/** Finds the operation as the gateway would, with its path parameters decoded. */
const route = ({ method = 'GET', path }: Pick<Call, 'method' | 'path'>) => {
  for (const { operationId, pattern } of ROUTES.filter(({ methods }) => methods.includes(method))) {
    const match = pattern.exec(path);
    if (!match) continue;
    if (!match.groups) return { operationId, pathParameters: undefined };
    const decoded = Object.entries(match.groups).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { operationId, pathParameters: Object.fromEntries(decoded) as Readonly<Record<string, string>> };
  }
  throw new Error(`no route takes ${method} ${path}`);
};
