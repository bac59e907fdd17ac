import type { Adaptation } from './adaptations.ts';
import { createReseller } from './reseller.ts';
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
  const { status, read } = await createReseller(api, token);
  const seen = await read();
  if (status !== 201 || seen !== 500) throw new Error(`The reseller was made with ${status} and read with ${seen}`);
};
