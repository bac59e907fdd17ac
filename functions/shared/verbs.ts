/**
 * Paths that end in a verb (Google AIP-136): `/organizations/{id}:restore`, `/organizations:batch`. The routes of an HTTP API know whole segments only,
 * and whether a literal one may hold a colon its documentation leaves open: such a path is routed with its last segment as a variable, whose value
 * the function takes apart.
 */
const VERB = /\/(?:\{(\w+)\}|([\w-]+)):(\w+)$/;

/** The path that the gateway routes. */
export const gatewayPath = (path: string): string =>
  path.replace(VERB, (_, variable: string | undefined) => `/{${variable ?? COLLECTION}}`);

const COLLECTION = 'collection';

type Parameters = Readonly<Record<string, string | undefined>>;

/** The parameters of a path with a verb, out of those that the gateway found; `undefined` when the request has another verb, or none. */
export const readVerb = (path: string, parameters: Parameters): Parameters | undefined => {
  const [, variable, collection, verb] = VERB.exec(path) ?? [];
  const name = variable ?? COLLECTION;
  const { [name]: segment = '', ...others } = parameters;
  const colon = segment.lastIndexOf(':');
  if (segment.slice(colon + 1) !== verb || colon < 1) return undefined;
  const value = segment.slice(0, colon);
  if (variable !== undefined) return { ...others, [variable]: value };
  return value === collection ? others : undefined;
};

export const hasVerb = (path: string): boolean => VERB.test(path);
