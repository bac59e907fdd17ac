/**
 * Paths that end in a verb (Google AIP-136): `/organizations/{id}:restore`, `/organizations:batch`.
 * The routes of an HTTP API have whole segments only, and its documentation does not say whether a
 * literal one may contain a colon. So such a path is routed with its last segment as a variable,
 * which the function splits.
 */
const VERB = /\/(?:\{(\w+)\}|([\w-]+)):([\w-]+)$/;

/** Returns the path that the gateway routes. */
export const gatewayPath = (path: string): string =>
  path.replace(VERB, (_, variable: string | undefined) => `/{${variable ?? COLLECTION}}`);

const COLLECTION = 'collection';

/** The parameters that are ids of this API, of those whose paths have a sibling with a verb. */
const NEVER_WITH_COLON = ['id', 'contactId'];

type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * Returns the parameters of a path without its verb; `undefined` when the request has another verb
 * than the path. No id of this API contains a colon, so a verb always follows it.
 */
export const readVerb = (path: string, parameters: Parameters): Parameters | undefined => {
  const read = hasVerb(path) ? withoutVerb(path, parameters) : parameters;
  return NEVER_WITH_COLON.some((name) => read?.[name]?.includes(':')) ? undefined : read;
};

const withoutVerb = (path: string, parameters: Parameters): Parameters | undefined => {
  const [, variable, collection, verb] = VERB.exec(path) ?? [];
  const name = variable ?? COLLECTION;
  const { [name]: segment = '', ...others } = parameters;
  const colon = segment.lastIndexOf(':');
  if (segment.slice(colon + 1) !== verb || colon < 1) return undefined;
  const value = segment.slice(0, colon);
  if (variable !== undefined) return { ...others, [variable]: value };
  return value === collection ? others : undefined;
};

/**
 * Returns a regular expression of the paths of a contract's path. A verb follows the colon of a
 * last segment, unless the segment is the caller's own id.
 */
export const pathPattern = (path: string): string => `^${path.replace(/\{(?:id|contactId)\}/g, '[^/:]+').replace(/\{\w+\}/g, '[^/]+')}$`;

const hasVerb = (path: string): boolean => VERB.test(path);
