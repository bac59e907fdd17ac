/** One change of a response, as a template states it. */
export interface ResponseParameter {
  /** `append:header.<name>`, `overwrite:header.<name>` or `remove:header.<name>`. */
  readonly Destination: string;
  /** `$response.header.<name>`, or a constant. */
  readonly Source: string;
}

/** Response parameters by status. */
export type ResponseParameters = Readonly<Record<string, { readonly ResponseParameters: readonly ResponseParameter[] }>>;

/**
 * The gateway's treatment of `WWW-Authenticate`, which AWS does not document for HTTP APIs: kept,
 * renamed before parameters are mapped, or renamed after, when nothing restores it.
 */
export type Challenge = 'kept' | 'renamed' | 'renamed-last';

// HTTP API developer guide, "Reserved headers".
const RESERVED = new RegExp(
  `^(?:access-control-.*|apigw-.*|x-amz-.*|x-amzn-.*|${[
    ...['authorization', 'connection', 'content-encoding', 'content-length', 'content-location', 'forwarded', 'keep-alive', 'origin'],
    ...['proxy-authenticate', 'proxy-authorization', 'te', 'trailers', 'transfer-encoding', 'upgrade', 'via'],
    ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'],
  ].join('|')})$`,
  'i',
);

/**
 * Returns the parameters of a template. Throws an error for one that names a reserved header, or
 * that is not understood here.
 */
export const checkedParameters = (given: ResponseParameters): ResponseParameters => {
  for (const { Destination, Source } of Object.values(given).flatMap(({ ResponseParameters }) => ResponseParameters)) {
    const [, , target = ''] = destinationOf(Destination);
    const names = [target, headerOf(Source) ?? ''];
    if (target === '' || (Source.startsWith('$') && headerOf(Source) === undefined)) {
      throw new Error(`The response parameter "${Destination}" from "${Source}" is not understood here`);
    }
    if (names.some((name) => RESERVED.test(name))) throw new Error(`Operations on header ${target} are restricted`);
  }
  return given;
};

/** Changes the headers of a response as its parameters say, and as the gateway renames them. */
export const mapResponse = ({ status, headers }: Response, parameters: ResponseParameters = {}, challenge: Challenge = 'kept'): void => {
  if (challenge === 'renamed') rename(headers);
  for (const { Destination, Source } of parameters[status]?.ResponseParameters ?? []) {
    const [, action = '', name = ''] = destinationOf(Destination);
    const from = headerOf(Source);
    const value = from === undefined ? Source : headers.get(from);
    if (action === 'remove') headers.delete(name);
    else if (value !== null) headers[action === 'append' ? 'append' : 'set'](name, value);
  }
  if (challenge === 'renamed-last') rename(headers);
};

const rename = (headers: Headers): void => {
  const value = headers.get('www-authenticate');
  if (value === null) return;
  headers.delete('www-authenticate');
  headers.set('x-amzn-remapped-www-authenticate', value);
};

const destinationOf = (text: string): readonly string[] => /^(append|overwrite|remove):header\.([\w-]+)$/.exec(text) ?? [];

const headerOf = (source: string): string | undefined => /^\$response\.header\.([\w-]+)$/.exec(source)?.[1];
