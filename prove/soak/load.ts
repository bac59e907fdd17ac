import { setTimeout as delay } from 'node:timers/promises';
import { webhookLoad } from '../../bench/load/webhook-load.ts';
import { planEndpoints } from '../../bench/load/webhook-plan.ts';
import { webhookReceivers } from '../../bench/load/webhook-receivers.ts';
import { type AnsweredChange, tally } from '../../bench/load/webhook-tally.ts';
import { openCaller } from '../shared/caller.ts';
import { random } from '../shared/random.ts';
import { middleOf } from '../shared/trend.ts';
import type { System } from '../system/system.ts';
import { startFailingReceiver } from './failing-receiver.ts';
import { tenantWork } from './tenant.ts';

const CLIENTS = 6;
const ENDPOINTS = 12;
const SUBSCRIPTION = 'reseller.organization.*';

const PERMISSIONS = (['create', 'read', 'update', 'delete'] as const).map((action) => `reseller:organization:${action}`);

/** Opens steady work on a system: a client for each reseller, and endpoints that receive. */
export const openLoad = async (system: System, seed: number) => {
  const planned = planEndpoints(ENDPOINTS, CLIENTS);
  const answeredAt = new Map<string, number>();
  let lags: number[] = [];
  const receivers = await webhookReceivers(planned, ({ organization, version, at }, { refuses }) => {
    const answered = answeredAt.get(`${organization} ${version}`);
    if (refuses === 0 && answered !== undefined) lags.push(at - answered);
  });
  const failing = await startFailingReceiver();
  const setUp = webhookLoad(system.url, { mintToken: system.token });
  const resellers = await setUp.makeResellers(CLIENTS);
  await setUp.makeEndpoints(planned, resellers, receivers.urlOf);
  const [template] = planned;
  if (template)
    await setUp.makeEndpoints([{ ...template, reseller: undefined, own: false, subscription: SUBSCRIPTION }], [], () => failing.url);
  while ((await setUp.statuses()).healthy !== ENDPOINTS + 1) await delay(200);

  const call = openCaller(system.url, await system.token({ permissions: PERMISSIONS, expiresInSeconds: 7200 }));
  const changes: AnsweredChange[] = [];
  const refused = new Map<number, number>();
  let requests = 0;
  let since = { requests: 0, unavailable: 0 };
  const countOf = () => ({ requests, unavailable: refused.get(503) ?? 0 });
  const clients = resellers.map((resellerId, reseller) =>
    tenantWork({
      ...{ call, resellerId, random: random(seed).fork(`client ${reseller}`) },
      onChange(change) {
        changes.push({ ...change, reseller });
        answeredAt.set(`${change.organization} ${change.version}`, performance.now());
      },
    }),
  );

  return {
    requests: () => requests,
    changes: () => changes.length,
    refused: (): Readonly<Record<string, number>> => Object.fromEntries(refused),
    /** The median of the webhooks that came since the last call, in milliseconds. */
    lag(): number | undefined {
      const came = lags;
      lags = [];
      return came.length === 0 ? undefined : middleOf(came);
    },
    /** The percentage of requests since the last call that were answered 503. */
    unavailable(): number | undefined {
      const [before, now] = [since, countOf()];
      since = now;
      const made = now.requests - before.requests;
      return made === 0 ? undefined : (100 * (now.unavailable - before.unavailable)) / made;
    },
    /** Works at a rate, or as fast as the system answers, until there were so many requests. */
    async work(perSecond: number, most: number, isOver: () => boolean): Promise<void> {
      const each = (CLIENTS * 1000) / perSecond;
      const run = async (request: (typeof clients)[number]): Promise<void> => {
        for (let next = performance.now(); requests < most && !isOver(); ) {
          const { status } = await request();
          requests += 1;
          if (status >= 300) refused.set(status, (refused.get(status) ?? 0) + 1);
          // What is late is not caught up with: the rate stays even. A busy machine gets a rest.
          next = Math.max(next + each, performance.now() + (status === 503 ? 1000 : 0));
          await delay(Math.max(0, next - performance.now()));
        }
      };
      await Promise.all(clients.map(run));
    },
    outcome: () => tally(planned, receivers.inboxes, changes),
    failing: failing.counts,
    async stop(): Promise<void> {
      receivers.stop();
      await failing.stop();
    },
  };
};
