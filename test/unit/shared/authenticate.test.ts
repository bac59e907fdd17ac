import type { Access } from '../../../functions/shared/contract/access.ts';
import type { Caller } from '../../../functions/shared/contract/caller.ts';
import { authenticate, type Verifiers } from '../../../functions/shared/endpoint/authenticate.ts';

const caller: Caller = { actor: 'token:a', permissions: new Set(['reseller:read'] as const), resellerId: 'r' };
const ACCESS: Exclude<Access, 'public'> = { permission: 'reseller:read', schemes: ['bearer'], tenant: 'reseller' };

/** Authenticates a request, and returns its caller with what the verifiers got. */
const run = async (authorization: string | undefined, { schemes = ['bearer', 'basic'], pathParameters = { resellerId: 'r' } } = {}) => {
  const asked: string[] = [];
  const verify = (scheme: string) => async (credentials: string, sourceIp: string) => {
    asked.push(`${scheme} ${credentials} ${sourceIp}`);
    return caller;
  };
  const verifiers: Verifiers = Object.fromEntries(schemes.map((scheme) => [scheme, verify(scheme)]));
  const event = { headers: { authorization }, pathParameters, requestContext: { http: { sourceIp: '192.0.2.7' } } } as {
    caller?: Caller;
  };
  await authenticate(ACCESS, () => verifiers).before?.({ event } as never);
  return { asked, caller: event.caller };
};

test.each([
  ['Bearer abc.def', 'bearer abc.def 192.0.2.7'],
  ['bearer   abc.def  ', 'bearer abc.def 192.0.2.7'],
  ['BASIC YWRhOng=', 'basic YWRhOng= 192.0.2.7'],
])('the credentials of %j are verified by their scheme, and the caller is kept', async (authorization, expected) => {
  expect(await run(authorization)).toEqual({ asked: [expected], caller });
});

test('a request without the header is told so', async () => {
  await expect(run(undefined)).rejects.toMatchObject({ code: 'credentials-missing', message: 'The request has no Authorization header.' });
});

test.each(['Bearer', 'basic   '])('%j has nothing after its scheme, and is told so', async (authorization) => {
  await expect(run(authorization)).rejects.toMatchObject({
    code: 'credentials-invalid',
    message: `The Authorization header holds nothing after the scheme ${authorization.trim()}.`,
  });
});

const MALFORMED = {
  code: 'credentials-invalid',
  message: 'The Authorization header is malformed, or this route does not take its scheme.',
};

test.each(['', 'Digest basic', 'abc.def', 'Digest abc', 'Bearer abc def', ' Bearer abc', 'xBearer abc'])(
  '%j is malformed',
  async (authorization) => {
    await expect(run(authorization)).rejects.toMatchObject(MALFORMED);
  },
);

test.each([
  ['Basic YWRhOng=', 'bearer'],
  ['Bearer abc', 'basic'],
])('a route does not take %s when it takes only %s', async (authorization, scheme) => {
  await expect(run(authorization, { schemes: [scheme] })).rejects.toMatchObject(MALFORMED);
});

test('a verified caller is refused the path of another reseller', async () => {
  await expect(run('Bearer abc', { pathParameters: { resellerId: 'other' } })).rejects.toMatchObject({ code: 'foreign-tenant' });
});

test('a route without parameters needs none', async () => {
  const event = { headers: { authorization: 'Bearer abc' }, requestContext: { http: { sourceIp: '192.0.2.7' } } } as { caller?: Caller };
  const access = { ...ACCESS, tenant: 'any' } as const;
  await authenticate(access, () => ({ bearer: async () => caller })).before?.({ event } as never);
  expect(event.caller).toBe(caller);
});
