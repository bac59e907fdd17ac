import { batchSlots } from '../../functions/organizations/batch-slots.ts';
import { batchSlotsKey } from '../../functions/shared/table/keys.ts';
import { put as putItem } from '../../functions/shared/table/transaction.ts';
import type { ResellerScene } from '../../testing/recorded-release.ts';
import type { Api } from '../integration/api.ts';
import { makeWith } from './make.ts';

const LIMIT = 5;

/** Makes resellers and organizations in every state that the table knows. */
export const playResellers = async (api: Api): Promise<ResellerScene> => {
  const { make, change, remove, put } = makeWith(api);
  const reseller = await make('/v3/resellers', {
    ...{ name: 'Adatum Vertrieb', email: 'Ops@Adatum.example', description: 'The first' },
    ...{ externalId: 'erp-7', allowedUsers: 10, allowedOrganizations: LIMIT },
  });
  const path = `/v3/resellers/${reseller.id}`;
  await change(path, { allowedUsers: 20 });
  const gone = await make('/v3/resellers', {
    name: 'Proseware',
    email: 'ops@proseware.example',
    allowedUsers: -1,
    allowedOrganizations: -1,
  });
  await remove(`/v3/resellers/${gone.id}`);

  const made: string[] = [];
  for (let index = 0; index < LIMIT; index += 1) {
    const fields = { name: `Litware ${index}`, email: `it-${index}@litware.example`, allowedUsers: index };
    const every = { externalId: 'erp-1', description: 'The first', metadata: { costCentre: '4711', 'sla.tier': 'gold' } };
    const { id } = await make(`${path}/organizations`, index === 0 ? { ...fields, ...every } : fields);
    made.push(String(id));
  }
  const [organization = '', restored = '', deleted = '', last = ''] = made;
  await change(`${path}/organizations/${organization}`, { description: 'Changed' });
  await remove(`${path}/organizations/${restored}`);
  await make(`${path}/organizations/${restored}:restore`, undefined);
  await remove(`${path}/organizations/${deleted}`);
  await put(`${path}/organizations/by-external-id/erp-1`, {
    ...{ name: 'Litware Zürich', email: 'it-0@litware.example', allowedUsers: 7, description: 'Changed again' },
    metadata: { costCentre: '4711' },
  });
  await change(path, { allowedOrganizations: 4 * LIMIT });
  const batch = { organizations: [{ name: 'Tailspin', email: 'it@tailspin.example', allowedUsers: 1 }] };
  await make(`${path}/organizations:batch`, batch);
  await leaveSlot(api, String(reseller.id));
  return { reseller: String(reseller.id), organization, deleted, last };
};

/** Leaves the slot of a batch taken, as a function that died does. */
const leaveSlot = async ({ table: { table } }: Api, resellerId: string): Promise<void> => {
  const key = batchSlotsKey(resellerId);
  const held = await batchSlots(table, 4).hold(resellerId, () => table.get(key));
  await table.commit([putItem(key, { ...held }, () => new Error('the slot is taken'))]);
};
