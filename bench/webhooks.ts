/**
 * Loads the embedded runtime with self-service webhooks: makes endpoints of many resellers and of
 * the operator, waits until all are healthy, makes organizations and waits until every webhook is
 * delivered. Counts what came, came twice, never came, or came to the wrong tenant.
 * `npm run -s bench:webhooks -- [endpoints] [events] [minutes]`; ends with 1 when anything was lost
 * or went astray.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openIssuer } from '../local/keys.ts';
import { synthesize } from '../local/synthesize.ts';
import { type Figures, runtimeProcess } from './runtime-process.ts';
import { webhookLoad } from './webhook-load.ts';
import { planEndpoints, resellersFor } from './webhook-plan.ts';
import { webhookReceivers } from './webhook-receivers.ts';
import { tally } from './webhook-tally.ts';

const [ENDPOINTS = 1000, EVENTS = 10_000, MINUTES = 12] = process.argv.slice(2).map(Number);
// The bus has rules besides those of endpoints.
const RULES = ENDPOINTS + 50;

const began = performance.now();
const seconds = (since: number, until = performance.now()): string => `${((until - since) / 1000).toFixed(1)} s`;
const outOfTime = (): boolean => performance.now() - began > MINUTES * 60_000;
const say = (name: string, value: string | number): void => console.log(`${name.padEnd(24)} ${value}`);

const endpoints = planEndpoints(ENDPOINTS);
const receivers = await webhookReceivers(endpoints);
const folder = await mkdtemp(join(tmpdir(), 'tenantry-bench-'));
await synthesize(folder, [], { webhookQuota: ENDPOINTS, webhookQuotaPerTenant: ENDPOINTS, webhookSettleSeconds: 0 });
const runtime = await runtimeProcess(folder, RULES);

/** Waits until something is true, or the time is over. */
const until = async (isDone: () => Promise<boolean>): Promise<void> => {
  while (!(await isDone()) && !outOfTime()) await delay(1000);
};

const drained = async (): Promise<Figures> => {
  const late = delay(Math.max(0, MINUTES * 60_000 - (performance.now() - began)), undefined, { ref: false });
  return (await Promise.race([runtime.idle(), late])) ?? runtime.figures();
};

const run = async (): Promise<boolean> => {
  const load = webhookLoad(runtime.url, await openIssuer(folder));
  const resellers = await load.makeResellers(resellersFor(ENDPOINTS));

  const making = performance.now();
  await load.makeEndpoints(endpoints, resellers, receivers.urlOf);
  say('endpoints', `${ENDPOINTS} of ${resellers.length} resellers and the operator, made in ${seconds(making)}`);
  await until(async () => (await load.statuses()).healthy === ENDPOINTS);
  say('all healthy after', `${seconds(making)} ${JSON.stringify(await load.statuses())}`);

  const creating = performance.now();
  const made = await load.makeOrganizations(EVENTS, resellers);
  const created = performance.now();
  say('events', `${made.size} created in ${seconds(creating, created)}`);
  const { attempts, warnings, peakRssKb } = await drained();
  const end = performance.now();

  const { expected, received, duplicates, refusals, losses, strangers } = tally(endpoints, receivers.inboxes, made);
  say('expected deliveries', expected);
  say('received', received);
  say('duplicates', duplicates);
  say('losses', losses);
  say('wrong tenant', strangers);
  say('answered 503', `${refusals} by ${endpoints.filter(({ refuses }) => refuses > 0).length} endpoints`);
  say('attempts', JSON.stringify(attempts));
  say('time to drain', `${seconds(created, end)} after the last event, ${seconds(creating, end)} after the first`);
  say('deliveries a second', Math.round((1000 * received) / (end - creating)));
  say('peak RSS of the runtime', `${Math.round(peakRssKb / 1024)} MiB`);
  say('in all', seconds(began));
  for (const warning of warnings) say('warning', warning);
  return losses === 0 && strangers === 0 && made.size === EVENTS;
};

try {
  process.exitCode = (await run()) ? 0 : 1;
} finally {
  await runtime.stop();
  receivers.stop();
  await rm(folder, { recursive: true, force: true });
}
