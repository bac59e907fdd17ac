import type { TenantryClient } from '../../client/index.ts';
import { createTenant } from '../../functions/tenants-as-code/apply.ts';
import type { Entity, TenantKind } from '../../functions/tenants-as-code/kinds.ts';

test('a partner without a parent is no child that bound credentials find in its place', async () => {
  const written: unknown[] = [];
  const write = async (...args: readonly unknown[]) => {
    written.push(args);
    return child;
  };
  const child: Entity = { id: 8, externalId: 'acme', version: 1 };
  const kind = { noun: 'partner', find: async () => child, parentOf: () => '7', put: write, update: write, create: write };
  const desired = { externalId: 'acme', parent: undefined, fields: {}, adopt: true, driftPolicy: 'overwrite' } as const;
  const deps = { kind: kind as unknown as TenantKind, client: {} as TenantryClient, requestId: '1' };
  await expect(createTenant(desired, deps)).rejects.toThrow('not to or from the root partners');
  expect(written).toEqual([]);
});
