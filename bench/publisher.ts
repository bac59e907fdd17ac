/**
 * States how many events a second the publisher puts on a bus that takes a while for each call, as
 * a ratio to one call after another (`one-at-a-time.ts`, in the same run).
 * `npm run -s bench -- publisher [milliseconds a call]`.
 */
import { createHash } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { awsEndpoint } from '@tenantry/cdk-local/base/aws-endpoint';
import { eventBridge } from '@tenantry/cdk-local/eventbridge/event-bridge';
import type { DynamoDBRecord } from 'aws-lambda';
import type { PutEvents } from '../functions/events/directed.ts';
import { publishedAhead } from '../functions/events/published-ahead.ts';
import { publish } from '../functions/events/publisher.ts';
import { newMeter } from '../functions/shared/observability/meter.ts';
import { eventRecord, KEYS } from '../testing/event-records.ts';
import { publishOneAtATime } from './one-at-a-time.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { median, rounded } from './shared/statistics.ts';

const options = benchOptions();
const [LATENCY_MS = options.quick ? 1 : 30] = options.numbers;
const ROUNDS = options.quick ? 1 : 3;
// A quick run publishes a part of each stream.
const SHARE = options.quick ? 0.05 : 1;

const stream = (events: number, tenantOf: (at: number) => string): readonly string[] =>
  Array.from({ length: events * SHARE }, (_, at) => tenantOf(at));

/** Returns a number below `most` that looks random and is the same in each run. */
const scattered = (at: number, most: number): number => createHash('md5').update(String(at)).digest().readUInt32BE() % most;

/** Tenants of the events of a stream, in its order. */
const LOADS: Readonly<Record<string, readonly string[]>> = {
  '20 tenants import 25 each, one after another': stream(500, (at) => `t${Math.floor(at / 25)}`),
  '100 tenants at random': stream(1000, (at) => `t${scattered(at, 100)}`),
  '300 tenants at random': stream(1000, (at) => `t${scattered(at, 300)}`),
  'a busy tenant, a tenth of all, among 900': stream(1000, (at) => (at % 10 === 0 ? 'busy' : `t${at}`)),
  'a busy tenant, then 100 others': stream(200, (at) => (at < 100 ? 'busy' : `t${at}`)),
  '5 tenants in turn': stream(200, (at) => `t${at % 5}`),
  '1 tenant': stream(100, () => 't'),
};

const place = { region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
let onTaken: (tenant: string) => void = () => undefined;
const bridge = eventBridge({
  ...{ region: 'eu-west-1', account: '123456789012', putEventsLatencyMs: LATENCY_MS },
  onEvent: ({ detail }) => onTaken((detail.metadata as { readonly tenant: string }).tenant),
});
const endpoint = await awsEndpoint({ handlers: { AWSEvents: bridge.handle } });
const client = new EventBridgeClient({ ...place, endpoint: endpoint.url });
const putEvents: PutEvents = async (entries) => (await client.send(new PutEventsCommand({ Entries: [...entries] }))).Entries ?? [];

const deps = {
  ...{ bus: { name: 'default', installation: 'bench' }, readKeys: async () => KEYS, putEvents },
  ...{ quarantine: () => Promise.reject(new Error('refused')), ahead: publishedAhead(), log: console },
};
const publishAll = async (records: readonly DynamoDBRecord[]): Promise<void> => {
  const { batchItemFailures } = await publish(records, { ...deps, meter: newMeter('bench') });
  if (batchItemFailures.length > 0) throw new Error('The batch stopped.');
};

/**
 * Each way with the records that Lambda hands it at once: the batch size of the mapping, and what
 * it was for one call after another.
 */
const WAYS = [
  { publish: publishOneAtATime, batchSize: 100 },
  { publish: publishAll, batchSize: 1000 },
] as const;

interface Result {
  readonly seconds: number;
  /** The median wait of the events of all but the busiest tenant, in milliseconds. */
  readonly wait: number;
}

const run = async (tenants: readonly string[], way: (typeof WAYS)[number]): Promise<Result> => {
  const records = tenants.map((tenant, at) => eventRecord(at, tenant));
  const waits: number[] = [];
  const began = performance.now();
  onTaken = (tenant) => (tenant === 'busy' ? undefined : waits.push(performance.now() - began));
  for (let at = 0; at < records.length; at += way.batchSize) await way.publish(records.slice(at, at + way.batchSize), deps);
  return { seconds: (performance.now() - began) / 1000, wait: median(waits) };
};

try {
  const rows: object[] = [];
  const ratios: Record<string, number> = {};
  await run(
    Array.from({ length: 100 }, (_, at) => `w${at}`),
    WAYS[1],
  );
  for (const [load, tenants] of Object.entries(LOADS)) {
    const results: [Result[], Result[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1)
      for (const way of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) results[way].push(await run(tenants, WAYS[way]));
    const [before = Number.NaN, now = Number.NaN] = results.map((of) => tenants.length / median(of.map(({ seconds }) => seconds)));
    const waits = results.map((of) => Math.round(median(of.map(({ wait }) => wait))));
    rows.push({
      load,
      'events/s, one at a time': Math.round(before),
      'events/s, now': Math.round(now),
      ratio: rounded(now / before, 1),
      'median wait, ms': waits.join(' → '),
    });
    // Of times, so that less is better as in every other bound.
    ratios[`publisher.time, ${load}`] = rounded(before / now, 2);
  }
  console.table(rows);
  console.log(`${LATENCY_MS} ms a call; medians of ${ROUNDS} interleaved rounds; the wait is of all but the busy tenant.`);
  report('publisher', { rows, ratios }, options);
} finally {
  client.destroy();
  await bridge.stop();
  await endpoint.stop();
}
