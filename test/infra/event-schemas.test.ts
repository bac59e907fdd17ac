import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { DELIVERED_NAMES, SNAPSHOT_NAMES } from '../../functions/events/event-names.ts';
import { snapshotSource } from '../../functions/shared/contract/event.ts';
import { propertiesOf, templatesOf } from './installation-template.ts';

const contents = new Map(
  propertiesOf('AWS::EventSchemas::Schema', templatesOf('dev').data).map(({ SchemaName, Content }) => [
    String(SchemaName),
    String(Content),
  ]),
);

/** Compiles the schema of an event. Of draft 4, it has nothing that later drafts read otherwise. */
const validatorOf = (name: string) => {
  const { $schema: _, ...schema } = JSON.parse(contents.get(`tenantry@${name}`) ?? '{}') as Readonly<Record<string, unknown>>;
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  return ajv.compile(schema);
};

test('the registry has a schema of every event, and of every snapshot of a backfill', () => {
  expect(SNAPSHOT_NAMES).toContain('reseller.snapshot');
  expect(new Set(contents.keys())).toEqual(new Set(DELIVERED_NAMES.map((name) => `tenantry@${name}`)));
});

const event = (name: string, source: string, data: object) => ({
  ...{ source, 'detail-type': name },
  detail: {
    metadata: { eventId: 'e', tenant: '/resellers/r', version: 1 },
    payload: { event: name, data, triggeredAt: '2026-11-22T14:00:00.000Z' },
  },
});
const reseller = {
  ...{ id: '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66', name: 'Acme', email: 'it@acme.example', allowedUsers: 5, allowedOrganizations: 1 },
  ...{ version: 1, createdAt: '2026-11-22T14:00:00.000Z', updatedAt: '2026-11-22T14:00:00.000Z' },
};

test('a snapshot has the source of the one that it is for, and the data of its entity', () => {
  const isValid = validatorOf('reseller.snapshot');
  expect([isValid(event('reseller.snapshot', snapshotSource('crm'), reseller)), isValid.errors]).toEqual([true, null]);
  for (const source of ['tenantry', 'tenantryXsnapshot.crm', 'tenantry.canary'])
    expect([source, isValid(event('reseller.snapshot', source, reseller))]).toEqual([source, false]);
  expect(isValid(event('reseller.snapshot', snapshotSource('crm'), { ...reseller, name: 7 }))).toBe(false);
  const isChange = validatorOf('reseller.created');
  expect([isChange(event('reseller.created', 'tenantry', reseller)), isChange.errors]).toEqual([true, null]);
  expect(isChange(event('reseller.created', snapshotSource('crm'), reseller))).toBe(false);
});
