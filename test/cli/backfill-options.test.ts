import { patternOf } from '../../functions/webhooks/rule-pattern.ts';
import { endpoint, own, RESELLER, tableWith, WEBHOOK, webhookRule } from '../support/backfill-samples.ts';
import { backfillScene, crmRule } from '../support/backfill-scene.ts';

let scene: ReturnType<typeof backfillScene> | undefined;
afterEach(() => scene?.close());

test.each<readonly [readonly string[], string]>([
  [['--to', 'erp'], 'Nothing on the bus tenantry-dev receives erp.*"tenantry.snapshot.erp" to its source'],
  [['--to', 'crm', '--events', 'reseller.organization.created'], 'no snapshot: partner.snapshot, '],
  [['--to', 'crm', '--events', 'partner.*,reseler.snapshot'], 'did you mean "reseller.snapshot"'],
  [['--to', '../crm'], '--to is the id or name'],
  [[], '--to is required'],
  [['--to', 'crm', '--rate', '0'], '--rate is a whole number from 1 to 1000'],
  [['--to', 'crm', '--tenant', '/partners/x'], '--tenant is /partners/<id> or /resellers/<id>'],
  [['--to', WEBHOOK], '--secret is required'],
])('%j is refused', async (args, message) => {
  const rules = { crm: { pattern: crmRule(['reseller.created']), state: 'ENABLED' as const } };
  scene = backfillScene({
    table: tableWith(1),
    rules: { ...rules, [webhookRule]: { pattern: JSON.parse(patternOf(endpoint, own)) as object, state: 'ENABLED' } },
  });
  await expect((async () => scene.run(args))()).rejects.toThrow(new RegExp(message));
});

test('without --events and --tenant, it is what the rule receives; what it does not is told', async () => {
  const pattern = { ...crmRule(['reseller.organization.created'], { lineage: [`/resellers/${RESELLER}`] }) };
  scene = backfillScene({ table: tableWith(2), rules: { crm: { pattern, state: 'ENABLED' } } });
  expect(await scene.run(['--to', 'crm', '--settle', '0'])).toMatchObject({ events: { 'reseller.organization.snapshot': 2 } });
  expect(scene.told).toEqual([
    'The rule crm does not match reseller.organization.updated, reseller.organization.deleted, reseller.organization.restored: ' +
      'these do not reach the consumer.',
  ]);
});
