import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { viewOf } from '@tenantry/event-pattern/leaves';
import { compilePattern } from '@tenantry/event-pattern/pattern';
import { snapshotId } from '../../cli/backfill/envelope.ts';
import { createThrottle } from '../../cli/backfill/throttle.ts';
import { parseEvent, parseWebhook } from '../../events/index.ts';
import { signingKey } from '../../functions/signatures/signing.ts';
import { patternOf } from '../../functions/webhooks/rule-pattern.ts';
import { AT, endpoint, organization, own, RESELLER, TO_CRM, tableWith, WEBHOOK, webhookRule } from '../support/backfill-samples.ts';
import { BUS, backfillScene, crmRule } from '../support/backfill-scene.ts';

let scene: ReturnType<typeof backfillScene>;
afterEach(() => scene?.close());

test('the throttle keeps its rate, and makes up for no time that passed unused', async () => {
  let time = 0;
  const waits: number[] = [];
  const take = createThrottle(10, {
    now: () => time,
    sleep: async (ms) => {
      waits.push(ms);
      time += ms;
    },
  });
  await take(10);
  await take(5);
  time += 200;
  await take(1);
  time += 60_000;
  await take(10);
  await take(1);
  expect(waits).toEqual([1000, 300, 1000]);
});

test('so many events a second are sent, ten at once, and nothing is read before the rule has taken effect', async () => {
  const table = tableWith(99);
  let readAt: number | undefined;
  scene = backfillScene({
    table: {
      ...table,
      get: (key) => {
        readAt ??= scene.now();
        return table.get(key);
      },
    },
  });
  const began = scene.now();
  expect(await scene.run([...TO_CRM, '--rate', '20'])).toMatchObject({
    ...{ state: 'COMPLETED', to: 'crm', rule: 'crm' },
    events: { 'reseller.snapshot': 1, 'reseller.organization.snapshot': 99 },
  });
  expect(scene.sizes).toEqual(Array(10).fill(10));
  expect((readAt ?? 0) - began).toBe(60_000);
  // Nine pauses, since the first ten go at once.
  expect(scene.now() - began).toBe(60_000 + 9 * 500 + 50);
  expect(existsSync(scene.file)).toBe(false);
});

test('snapshots reach the one consumer and no other, and parse as events with a type', async () => {
  const others = {
    erp: crmRule([{ prefix: 'reseller.' }]),
    all: { source: ['tenantry'] },
    archive: { source: ['tenantry'], 'detail-type': [{ prefix: 'reseller.' }] },
    [webhookRule]: JSON.parse(patternOf(endpoint, own)) as object,
  };
  others.erp.source[1] = 'tenantry.snapshot.erp';
  const rules = Object.fromEntries(
    Object.entries({ crm: crmRule([{ prefix: 'reseller.' }]), ...others }).map(([name, pattern]) => [
      name,
      { pattern, state: 'ENABLED' as const },
    ]),
  );
  scene = backfillScene({ table: tableWith(1), rules });
  await scene.run(TO_CRM);
  expect(scene.delivered.map(({ rule }) => rule)).toEqual(['crm', 'crm']);
  const [{ source, name, detail } = scene.delivered[0] ?? fail()] = scene.delivered;
  const event = parseEvent({ id: '1', source, 'detail-type': name, time: AT, resources: [], detail });
  expect(event['detail-type'] === 'reseller.snapshot' && event.detail.payload.data.name).toBe('Contoso');
  expect(detail).toEqual({
    metadata: {
      ...{ eventId: snapshotId(BUS, { name: 'reseller.snapshot', entity: RESELLER, version: 3 }), schemaVersion: 1 },
      ...{ version: 3, previousVersion: null, changed: [], previous: {}, actor: 'tenantry', requestId: 'backfill-1' },
      ...{ tenant: `/resellers/${RESELLER}`, lineage: [`/resellers/${RESELLER}`] },
    },
    payload: { event: 'reseller.snapshot', data: expect.objectContaining({ id: RESELLER, version: 3 }), triggeredAt: AT },
  });
  scene.delivered.length = 0;
  const readKeys = async () => [signingKey('ab'.repeat(32))];
  await scene.run(['--to', WEBHOOK, '--tenant', `/resellers/${RESELLER}`, '--secret', 'arn'], { readKeys });
  expect(scene.delivered.map(({ rule, name }) => [rule, name])).toEqual(Array(2).fill([webhookRule, `to:${WEBHOOK}`]));
  expect(scene.delivered[0]?.detail.metadata.signature).toMatch(/^t1,/);
  expect(parseWebhook(scene.delivered[0]?.detail.payload)).toMatchObject({ event: 'reseller.snapshot' });
});

const fail = (): never => {
  throw new Error('Nothing was delivered');
};

test('a rule that subscribes to names that end so gets no snapshot of another backfill', () => {
  const matches = compilePattern(JSON.stringify({ source: ['tenantry'], 'detail-type': [{ prefix: 'partner.' }] }));
  expect(matches(viewOf({ source: 'tenantry.snapshot.crm', 'detail-type': 'partner.snapshot' }))).toBe(false);
});

test('the id of a snapshot is that of entity and version', () => {
  const of = (entity: string, version: number, installation = BUS) =>
    snapshotId(installation, { name: 'reseller.snapshot', entity, version });
  expect(of('a', 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(of('a', 1)).toBe(of('a', 1));
  expect(new Set([of('a', 1), of('a', 2), of('b', 1), of('a', 1, 'other')]).size).toBe(4);
});

test('what the bus does not accept is sent again, and only that; what it refuses for good stops it', async () => {
  const sent: string[][] = [];
  scene = backfillScene({
    table: tableWith(4),
    onPut: async (entries, call) => {
      sent.push(entries.map(({ DetailType = '' }) => DetailType));
      const failure = { ErrorCode: call === 1 ? 'ThrottlingException' : 'NotAuthorizedForSourceException' };
      return call === 3 || call === 1
        ? { Entries: entries.map((_, at) => (at === 1 ? failure : { EventId: `${call}-${at}` })) }
        : undefined;
    },
  });
  await scene.run(TO_CRM);
  expect(sent.map(({ length }) => length)).toEqual([5, 1]);
  const stopped = await scene.run(TO_CRM);
  expect(stopped).toMatchObject({ state: 'STOPPED', reason: expect.stringMatching(/NotAuthorized.*--resume/) });
});

test('an interrupted backfill keeps its place, and the resumed one sends the rest', async () => {
  const stop = new AbortController();
  scene = backfillScene({ table: tableWith(59), onPut: async (_, call) => (call === 3 ? stop.abort() : undefined) });
  const events = ['--settle', '0', '--rate', '1000'];
  expect(await scene.run([...TO_CRM, ...events], { stopped: stop.signal })).toMatchObject({
    state: 'STOPPED',
    reason: expect.stringContaining('interrupted'),
  });
  expect(scene.checkpoint()).toMatchObject({
    id: 'backfill-1',
    sent: { 'reseller.snapshot': 1, 'reseller.organization.snapshot': 29 },
    progress: { reseller: { id: RESELLER, organization: organization(28).id } },
  });
  expect(readdirSync(dirname(scene.file))).toHaveLength(1);
  await expect(scene.run([...TO_CRM, ...events])).rejects.toThrow('--resume');
  await expect(scene.run([...TO_CRM, '--resume', '--with-deleted'])).rejects.toThrow('another withDeleted');
  expect(await scene.run([...TO_CRM, '--resume'])).toMatchObject({ state: 'COMPLETED', events: { 'reseller.organization.snapshot': 59 } });
  const ids = scene.delivered.map(({ detail: { metadata } }) => metadata.eventId);
  expect([ids.length, new Set(ids).size]).toEqual([60, 60]);
  await expect(scene.run([...TO_CRM, '--resume'])).rejects.toThrow('There is no checkpoint');
  writeFileSync(scene.file, '{"id":');
  await expect(scene.run([...TO_CRM, '--resume'])).rejects.toThrow('cannot be read');
});

test('what is sent while the rule is disabled does not count as sent', async () => {
  const rule = { pattern: crmRule([{ prefix: 'reseller.' }]), state: 'ENABLED' as 'ENABLED' | 'DISABLED' };
  scene = backfillScene({
    table: tableWith(99),
    rules: { crm: rule },
    onPut: async (_, call) => {
      if (call === 6) rule.state = 'DISABLED';
    },
  });
  const stopped = await scene.run([...TO_CRM, '--settle', '0', '--rate', '10']);
  expect(stopped).toMatchObject({ state: 'STOPPED', reason: expect.stringMatching(/rule crm is disabled.*2026-11-22T14:00:0/) });
  expect(scene.checkpoint()?.sent).toEqual({ 'reseller.snapshot': 1, 'reseller.organization.snapshot': 49 });
  await expect(scene.run([...TO_CRM, '--resume'])).rejects.toThrow('is disabled');
  rule.state = 'ENABLED';
  await scene.run([...TO_CRM, '--resume']);
  expect(new Set(scene.delivered.map(({ detail }) => detail.metadata.eventId)).size).toBe(100);
});
