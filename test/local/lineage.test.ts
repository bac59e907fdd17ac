import { CreateArchiveCommand, CreateEventBusCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventEnvelope } from '@tenantry/cdk-local/eventbridge/resources';
import { type BridgeScene, bridgeScene } from '@tenantry/cdk-local/test/bridge-scene';
import { replay } from '../../cli/replay/run.ts';
import { ruleOf } from '../../functions/deliveries/endpoint-name.ts';
import { directedEntry } from '../../functions/events/directed.ts';
import { lineageOf } from '../../functions/shared/table/lineage.ts';
import { patternOf } from '../../functions/webhooks/rule-pattern.ts';
import type { Owner } from '../../functions/webhooks/webhook.ts';

const BUS = { name: 'tenantry-dev', installation: 'tenantry-dev' };
const FROM = Date.UTC(2026, 10, 22, 14);

let scene: BridgeScene;
beforeEach(async () => {
  scene = await bridgeScene();
  const { EventBusArn } = await scene.client.send(new CreateEventBusCommand({ Name: BUS.name }));
  await scene.client.send(
    new CreateArchiveCommand({ ArchiveName: 'all', EventSourceArn: EventBusArn, EventPattern: '{"source":["tenantry"]}' }),
  );
});
afterEach(() => scene.stop());

const idOf = (partner: number): string => `019f2b6c-a2b1-7e55-8d10-${String(partner).padStart(12, '0')}`;

/** Makes the rule of an endpoint of a partner; what it is sent goes to a queue. */
const endpointOf = (partner: number): void => {
  const id = idOf(partner);
  const owner: Owner = `/partners/${partner}`;
  const at = { EventBusName: BUS.name };
  const EventPattern = patternOf({ id, events: ['partner.*'], owner }, BUS);
  scene.bridge.putRule({ Name: ruleOf(BUS, id), ...at, EventPattern });
  scene.bridge.putTargets({ Rule: ruleOf(BUS, id), ...at, Targets: [{ Id: 'webhook', Arn: scene.sqs.create(id).arn }] });
};

const detailOf = (tenant: string, lineage?: readonly string[]): string =>
  JSON.stringify({ metadata: { eventId: tenant, tenant, ...(lineage && { lineage }) }, payload: { event: 'partner.updated' } });

const put = (Detail: string) =>
  scene.client.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: BUS.name, Source: 'tenantry', DetailType: 'partner.updated', Detail, Time: new Date(FROM + 1000) }],
    }),
  );

/** The tenants of what an endpoint was sent. */
const sentTo = async (partner: number): Promise<readonly string[]> => {
  await scene.bridge.idle();
  const messages = await scene.sqs.receive(idOf(partner), { most: 10 });
  const details = messages.map(
    ({ body }) => (JSON.parse(body) as EventEnvelope).detail as { readonly metadata: { readonly tenant: string } },
  );
  return details.map(({ metadata }) => metadata.tenant).toSorted();
};

const DEEP = '/partners/1/9/4/5/6/7/8/10/11/12';

test('every ancestor of a deep branch is sent its events, and no sibling', async () => {
  for (const partner of [1, 9, 12, 13, 99]) endpointOf(partner);
  await put(detailOf(DEEP, lineageOf(DEEP)));
  expect(await Promise.all([1, 9, 12].map(sentTo))).toEqual([[DEEP], [DEEP], [DEEP]]);
  expect(await Promise.all([13, 99].map(sentTo))).toEqual([[], []]);
});

test('the events of a moved branch go to the ancestors that it had when they happened', async () => {
  for (const partner of [1, 2, 9]) endpointOf(partner);
  const [before, after] = ['/partners/1/9/4', '/partners/2/9/4'];
  for (const tenant of [before, after]) await put(detailOf(tenant, lineageOf(tenant)));
  expect(await Promise.all([1, 2, 9].map(sentTo))).toEqual([[before], [after], [before, after]]);
});

test('an event from before there was a lineage reaches the endpoint of a partner when it is sent again', async () => {
  endpointOf(9);
  await scene.client.send(new PutEventsCommand({ Entries: [directedEntry(BUS, idOf(9), detailOf('/partners/1/9/4'))] }));
  expect(await sentTo(9)).toEqual(['/partners/1/9/4']);
});

test('a replay to a partner sends events from before there was a lineage and since, each once, and leaves no rule behind', async () => {
  for (const partner of [9, 8]) endpointOf(partner);
  const [old, since, beside] = ['/partners/1/9/4', '/partners/1/9', '/partners/1/8'];
  await put(detailOf(old));
  await put(detailOf(since, lineageOf(since)));
  await put(detailOf(beside));
  expect(await sentTo(9)).toEqual([since]);

  const deps = {
    client: scene.client,
    pause: async () => scene.bridge.idle(),
    settle: async () => undefined,
    now: () => new Date(),
    tell: () => undefined,
  };
  const span = { from: new Date(FROM).toISOString(), to: new Date(FROM + 60_000).toISOString() };
  const request = { webhook: idOf(9), ...span, bus: BUS, lineageOnly: false, dryRun: false };
  expect(await replay(request, deps)).toMatchObject({ state: 'COMPLETED' });
  expect(await sentTo(9)).toEqual([since, old]);
  expect(await sentTo(8)).toEqual([]);
  expect(scene.bridge.listRules({ EventBusName: BUS.name }).Rules).toHaveLength(2);
});
