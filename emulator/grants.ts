import type { Adaptation } from './adaptations.ts';
import type { Template } from './templates.ts';

const ROLE = /^ResellersGetRole/;

/** Removes the rights of the function that reads a reseller, that to read the table among them. */
export const WITHOUT_GRANT: Adaptation = {
  reason: 'to see that IAM is enforced, the function that reads a reseller has lost its right to read the table',
  apply: (template) => ({
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) => [id, ROLE.test(id) ? withoutPolicies(resource) : resource]),
    ),
  }),
};

const withoutPolicies = ({ Properties: { Policies: _, ...kept } = {}, ...resource }: Template['Resources'][string]) => ({
  ...resource,
  Properties: kept,
});

/**
 * Creates a reseller and reads it.
 * @throws unless only the function that reads it fails, because it has no right
 */
export const requireDenied = async (api: string, token: string): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const reseller = { name: `Reseller ${Date.now()}`, email: 'ops@reseller.example', allowedUsers: -1, allowedOrganizations: -1 };
  const made = await fetch(`${api}/v3/resellers`, { method: 'POST', headers, body: JSON.stringify(reseller) });
  const read = await fetch(`${api}${made.headers.get('location')}`, { headers });
  if (made.status !== 201 || read.status !== 500) throw new Error(`The reseller was made with ${made.status} and read with ${read.status}`);
};
