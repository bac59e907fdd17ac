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

/**
 * The parameters of a path without its verb, out of those that the gateway found; `undefined` when the request has another verb than the path. No id
 * of ours holds a colon: behind one stands a verb, also where the path has none.
 */
export const readVerb = (path: string, parameters: Parameters): Parameters | undefined => {
  if (!hasVerb(path)) return parameters.id?.includes(':') ? undefined : parameters;
  const [, variable, collection, verb] = VERB.exec(path) ?? [];
  const name = variable ?? COLLECTION;
  const { [name]: segment = '', ...others } = parameters;
  const colon = segment.lastIndexOf(':');
  if (segment.slice(colon + 1) !== verb || colon < 1) return undefined;
  const value = segment.slice(0, colon);
  if (variable !== undefined) return { ...others, [variable]: value };
  return value === collection ? others : undefined;
};

/** The paths a contract's path stands for, as a regular expression: behind the colon of a last segment stands a verb, unless the segment is the caller's own id. */
export const pathPattern = (path: string): string => `^${path.replace(/\{id\}/g, '[^/:]+').replace(/\{\w+\}/g, '[^/]+')}$`;

const hasVerb = (path: string): boolean => VERB.test(path);
