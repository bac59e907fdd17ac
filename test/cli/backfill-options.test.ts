import { type EventBridgeClient, ListRulesCommand, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { findReceiver } from '../../cli/backfill/receiver.ts';
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
  [['--to', 'crm', '--rate', '0'], '--rate must be a whole number from 1 to 1000'],
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

const scopedTo = (metadata: object) => {
  const crm = { pattern: crmRule(['reseller.organization.created'], metadata), state: 'ENABLED' as const };
  scene = backfillScene({ table: tableWith(2), rules: { crm } });
  return scene;
};

test.each(['/resellers/019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a99', '/partners/1'])(
  'a rule of one reseller is sent nothing of %s, which it would not match',
  async (tenant) => {
    const { run } = scopedTo({ lineage: [`/resellers/${RESELLER}`] });
    await expect(run(['--to', 'crm', '--tenant', tenant, '--settle', '0'])).rejects.toThrow(
      `The rule crm only matches events of /resellers/${RESELLER}, and none of ${tenant}.`,
    );
  },
);

test.each<readonly [tenant: string | undefined, lineage: readonly unknown[]]>([
  ['/partners/1', ['/partners/1']],
  ['/partners/1/2', ['/partners/1/2', { prefix: '/partners/1/2/' }]],
  [undefined, ['/partners/1', '/partners/2']],
  [undefined, ['/partners/1', { prefix: '/partners/2/' }]],
  [undefined, [{ prefix: '/partners/' }]],
])('what is read is of %s where the rule matches %j', async (tenant, lineage) => {
  const Rules = [{ Name: 'crm', EventPattern: JSON.stringify(crmRule(['partner.updated'], { lineage })), State: 'ENABLED' }];
  const send = async (command: unknown) => {
    if (command instanceof ListRulesCommand) return { Rules };
    throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
  };
  expect((await findReceiver({ send } as unknown as Pick<EventBridgeClient, 'send'>, own, 'crm')).tenant).toBe(tenant);
});
