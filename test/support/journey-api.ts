import { requireConformance } from '../../testing/conformance.ts';
import { type WireAnswer, type WireHeaders, type WireRequest, wire } from '../../testing/wire.ts';

/**
 * The API as one caller sees it; every answer is held against the OpenAPI document before a test
 * sees it.
 */
export interface Api {
  get(path: string, headers?: WireHeaders): Promise<WireAnswer>;
  /** Sends `body` as JSON. */
  post(path: string, body: unknown, headers?: WireHeaders): Promise<WireAnswer>;
  /** Sends `body` as JSON, to be merged into what is there. */
  patch(path: string, body: unknown, headers?: WireHeaders): Promise<WireAnswer>;
  /** Sends `body` as JSON, to take the place of what is there. */
  put(path: string, body: unknown, headers?: WireHeaders): Promise<WireAnswer>;
  delete(path: string, headers?: WireHeaders): Promise<WireAnswer>;
  /** Sends a request as it stands, besides the caller's credentials. */
  send(request: WireRequest): Promise<WireAnswer>;
  /** The same API with the value of `Authorization`. */
  as(authorization: string): Api;
}

interface ApiOptions {
  readonly onAnswer?: (request: WireRequest, answer: WireAnswer) => void;
}

/** Opens the API at a URL, without credentials. */
export const openApi = (url: string, { onAnswer }: ApiOptions = {}): { readonly api: Api; stop(): void } => {
  const connection = wire(url);
  const send = async (request: WireRequest): Promise<WireAnswer> => {
    const answer = await connection.send(request);
    requireConformance(request, answer);
    onAnswer?.(request, answer);
    return answer;
  };
  return { api: apiOf(send, {}), stop: connection.stop };
};

const apiOf = (send: Api['send'], credentials: WireHeaders): Api => {
  const signed = (request: WireRequest) => send({ ...request, headers: { ...credentials, ...request.headers } });
  const withBody =
    (method: string): Api['post'] =>
    (path, body, headers = {}) =>
      signed({ method, path, headers: { 'content-type': 'application/json', ...headers }, payload: JSON.stringify(body) });
  return {
    get: (path, headers = {}) => signed({ method: 'GET', path, headers }),
    post: withBody('POST'),
    patch: withBody('PATCH'),
    put: withBody('PUT'),
    delete: (path, headers = {}) => signed({ method: 'DELETE', path, headers }),
    send: signed,
    as: (authorization) => apiOf(send, { authorization }),
  };
};
