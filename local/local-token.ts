import type { RuntimeOptions } from '@tenantry/cdk-local/runtime-options';
import { PERMISSIONS } from '../functions/shared/contract/permissions.ts';
import type { Issuer } from './keys.ts';

type Before = NonNullable<RuntimeOptions['before']>;

/**
 * Gives the reference page a token of the operator, with one click. Pages of other origins get
 * none, nor does one whose own name is made to lead to this machine (DNS rebinding).
 */
export const localTokens =
  ({ mintToken }: Issuer): Before =>
  (request) => {
    if (request.method !== 'POST' || request.url !== '/docs/token') return undefined;
    if (!isOwnPage(request))
      return answer(403, { message: 'Only the reference page of this runtime gets a token here: use `npx tenantry token`.' });
    return mintToken({ permissions: PERMISSIONS, subject: 'local-reference-page' }).then((token) => answer(200, { token }));
  };

const OWN_HOST = /^(?:127\.0\.0\.1|localhost):\d+$/;

// A browser sets all three, and no script can (Fetch, "Forbidden request-header").
const isOwnPage = ({ headers: { host = '', origin, 'sec-fetch-site': site } }: Parameters<Before>[0]): boolean =>
  OWN_HOST.test(host) && origin === `http://${host}` && site === 'same-origin';

const answer = (status: number, body: object): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } });
