import type { Permission } from '../../functions/shared/contract/permissions.ts';
import type { Demo } from '../../local/demo.ts';
import type { TenantryRuntime } from '../../local/tenantry-runtime.ts';

type Runtime = Pick<TenantryRuntime, 'url' | 'mintToken' | 'idle'>;

const PERMISSIONS: readonly Permission[] = [
  ...(['partner:create', 'reseller:write', 'reseller:organization:create', 'reseller:organization:delete'] as const),
];

/**
 * Sends the requests that the pictures show: some that succeed, one that is refused, and one
 * without a permission.
 */
export const sendScene = async ({ url, mintToken, idle }: Runtime, { partnerId, resellerId }: Demo): Promise<void> => {
  const token = await mintToken({ permissions: PERMISSIONS });
  const send = async (method: string, path: string, body?: object): Promise<{ readonly id?: string }> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return (text === '' ? {} : JSON.parse(text)) as { readonly id?: string };
  };
  for (const name of ['Northwind', 'Contoso', 'Adventure Works']) {
    await send('POST', '/v1/partners', { name, parent: { id: partnerId }, contact: contactOf(name) });
  }
  const organizations = `/v3/resellers/${resellerId}/organizations`;
  const fabrikam = { name: 'Fabrikam Ltd', email: 'it@fabrikam.example', allowedUsers: 40 };
  const { id } = await send('POST', organizations, { ...fabrikam, name: 'Litware Inc' });
  await send('DELETE', `${organizations}/${id}`);
  await send('POST', organizations, fabrikam);
  await send('POST', organizations, fabrikam);
  await send('GET', `${organizations}?limit=1`);
  await idle();
};

const contactOf = (partner: string) => {
  const userName = partner.toLowerCase().replaceAll(' ', '-');
  return {
    ...{ userName, firstName: 'Ada', lastName: 'Lovelace', email: `ada@${userName}.example`, phone: '+14155552671' },
    ...{ userRole: 'Partner Supervisor', sendWelcomeEmail: true },
  };
};
