/**
 * Loads the embedded runtime with self-service webhooks: makes endpoints of many resellers and of
 * the operator, waits until all are healthy, makes organizations and waits until every webhook is
 * delivered. Counts what came, came twice, never came, or came to the wrong tenant.
 * `npm run -s bench -- webhooks [endpoints] [events] [minutes]`; ends with 1 when anything was lost
 * or went astray.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openIssuer } from '../local/keys.ts';
import { webhookLoad } from './load/webhook-load.ts';
import { planEndpoints, resellersFor } from './load/webhook-plan.ts';
import { webhookReceivers } from './load/webhook-receivers.ts';
import { type AnsweredChange, tally } from './load/webhook-tally.ts';
import { type Figures, runtimeProcess } from './runtime-process.ts';
import { openAssembly } from './shared/assembly.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { rounded } from './shared/statistics.ts';

const options = benchOptions();
const DEFAULTS = options.quick ? [3, 2, 1] : [1000, 10_000, 12];
const [ENDPOINTS = 0, EVENTS = 0, MINUTES = 0] = DEFAULTS.map((number, index) => options.numbers[index] ?? number);
// The bus has rules besides those of endpoints.
const RULES = ENDPOINTS + 50;

const began = performance.now();
const seconds = (since: number, until = performance.now()): string => `${((until - since) / 1000).toFixed(1)} s`;
const outOfTime = (): boolean => performance.now() - began > MINUTES * 60_000;
const facts: Record<string, string | number> = {};
const say = (name: string, value: string | number): void => {
  facts[name] = value;
  console.log(`${name.padEnd(24)} ${value}`);
};

const endpoints = planEndpoints(ENDPOINTS);
const receivers = await webhookReceivers(endpoints);
const { folder, remove } = await openAssembly();
const runtime = await runtimeProcess(folder, RULES);

/** Waits until something is true, or the time is over. */
const until = async (isDone: () => Promise<boolean>): Promise<void> => {
  while (!(await isDone()) && !outOfTime()) await delay(options.quick ? 100 : 1000);
};

const drained = async (): Promise<Figures> => {
  const late = delay(Math.max(0, MINUTES * 60_000 - (performance.now() - began)), undefined, { ref: false });
  return (await Promise.race([runtime.idle(), late])) ?? runtime.figures();
};

const changesOf = (made: ReadonlyMap<string, number>): readonly AnsweredChange[] =>
  [...made].map(([organization, reseller]) => ({ organization, version: 1, reseller, event: 'reseller.organization.created' }));

const run = async (): Promise<void> => {
  const load = webhookLoad(runtime.url, await openIssuer(folder), ...(options.quick ? [1] : []));
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

  const { expected, received, duplicates, refusals, losses, unknown, ...sums } = tally(endpoints, receivers.inboxes, changesOf(made));
  const strangers = sums.strangers + unknown;
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
  const counts = { losses, strangers, 'events that were not created': EVENTS - made.size };
  const attempted = Object.values(attempts).reduce((sum, count) => sum + count, 0);
  const figures = {
    ratios: { 'webhooks.attempts to deliveries': rounded(attempted / received, 2) },
    counts: Object.fromEntries(Object.entries(counts).map(([name, count]) => [`webhooks.${name}`, count])),
  };
  report('webhooks', { rows: facts, ...figures }, options);
};

try {
  await run();
} finally {
  await runtime.stop();
  receivers.stop();
  remove();
}
