interface StructuredResult {
  readonly statusCode: number | string;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/**
 * Turns what a function returned (format 2.0: a structured response, or a bare value as a JSON 200)
 * into an HTTP response; undefined when it is malformed.
 */
export const proxyResponse = (result: unknown): Response | undefined => {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) return inferred(result);
  const { statusCode, headers = {}, cookies = [], body, isBase64Encoded } = result as StructuredResult;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;

  const response = new Response(bodyOf(status, body, isBase64Encoded), { status, headers: stringValues(headers) });
  if (body && !Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) {
    response.headers.set('content-type', 'text/plain;charset=UTF-8');
  }
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
};

/** The gateway's own refusals: a JSON object with one message. */
export const gatewayRefusal = (status: number, message: string, headers: Record<string, string> = {}): Response =>
  Response.json({ message }, { status, headers });

const inferred = (value: unknown): Response => {
  const body = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return new Response(body, { headers: { 'content-type': 'application/json' } });
};

const bodyOf = (status: number, body: string | undefined | null, encoded = false): string | Buffer<ArrayBuffer> | null => {
  // The Fetch standard allows these no body at all, not even an empty one.
  if ([204, 205, 304].includes(status)) return null;
  return encoded ? Buffer.from(body ?? '', 'base64') : (body ?? '');
};

const stringValues = (headers: NonNullable<StructuredResult['headers']>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
