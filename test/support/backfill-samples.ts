import { resellerKey } from '../../functions/shared/table/keys.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import { BUS } from './backfill-scene.ts';

export const RESELLER = '019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55';
export const WEBHOOK = '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66';
export const AT = '2026-11-22T14:15:22.000Z';

const reseller = {
  ...{ id: RESELLER, name: 'Contoso', email: 'ops@contoso.example', allowedUsers: 1, allowedOrganizations: 1 },
  ...{ version: 3, createdAt: AT, updatedAt: AT, organizationCount: 0 },
};

export const organization = (index: number) => ({
  id: `019f2b6c-91d4-7d2a-8f11-${String(index).padStart(12, '0')}`,
  ...{ name: `Fabrikam ${index}`, email: 'it@fabrikam.example', allowedUsers: 1, version: 1, createdAt: AT, updatedAt: AT },
});

/** A table with one reseller and so many organizations. */
export const tableWith = (count: number): Table => {
  const rows = Array.from({ length: count }, (_, index) => organization(index));
  return {
    get: async ({ pk }) => (pk === resellerKey(RESELLER).pk ? reseller : undefined),
    range: async ({ after = '', limit, range: { prefix } }) => {
      const rest = prefix.startsWith('ORG') ? rows.filter(({ id }) => id > after) : [];
      const items = rest.slice(0, limit);
      return { items, ...(rest.length > limit && { last: String(items.at(-1)?.id) }) };
    },
  } as Pick<Table, 'get' | 'range'> as Table;
};

export const TO_CRM = ['--to', 'crm', '--tenant', `/resellers/${RESELLER}`];
export const endpoint = { id: WEBHOOK, events: ['reseller.*'], owner: '/' as const };
export const own = { name: BUS, installation: BUS };
export const webhookRule = `${BUS}-${WEBHOOK.replaceAll('-', '')}`;
