import type { WireAnswer } from '../checks/answers.ts';
import { chooseFaults, type FaultKind, type Struck, strike } from '../faults/plan.ts';
import type { Violation } from '../shared/part.ts';
import type { Random } from '../shared/random.ts';
import { readEvents, readTableEnds } from '../system/events.ts';
import type { Sender } from './client.ts';
import { openContacts, openCredentials, openEndpoints } from './quiet-tenants.ts';
import { LIMITS } from './reseller-input.ts';
import { makeReseller, openReseller } from './reseller-tenant.ts';
import type { Acknowledged, Tenant, TenantCounts } from './tenant.ts';
import { openTree } from './tree-tenant.ts';
import { openTrespasser } from './trespasser.ts';

export interface EpisodeOptions {
  readonly number: number;
  readonly random: Random;
  readonly seconds: number;
  readonly clients: number;
  readonly sender: Sender;
  /** Signs in as a reseller. */
  readonly signInAs: (resellerId: string) => Promise<Sender>;
  readonly struck: Struck;
  readonly counts: Map<string, number>;
  readonly faults: readonly FaultKind[] | undefined;
}

/** The outcome of an episode. */
export interface EpisodeResult {
  readonly faults: readonly FaultKind[];
  readonly violations: readonly Violation[];
  readonly counts: TenantCounts;
  readonly answers: readonly WireAnswer[];
  readonly acknowledged: readonly Acknowledged[];
}

const REST_MS = 90_000;

/** Clients work on new tenants while faults strike; then all is mended, and held to the model. */
export const runEpisode = async ({
  number,
  random,
  seconds,
  clients,
  sender,
  signInAs,
  struck,
  counts,
  ...options
}: EpisodeOptions): Promise<EpisodeResult> => {
  const { system } = struck;
  const faults = options.faults ?? chooseFaults(random.fork('faults'));
  const tenants = await openTenants({ sender, signInAs }, random, `e${number}-${random.below(1e6)}`, struck.receiver.url);
  // The first two are resellers, which have most of the rules and answer soonest.
  const busy = [...tenants, ...tenants.slice(0, 2), ...tenants.slice(0, 2)];
  const end = Date.now() + seconds * 1000;
  const isOver = (): boolean => Date.now() >= end;
  let giveUp = Number.POSITIVE_INFINITY;

  const work = async (client: number): Promise<void> => {
    const own = random.fork(`client ${client}`);
    // Each request has a source of its own: how often one is repeated decides nothing of the next.
    for (let request = 0; request === 0 || Date.now() < end; request += 1) {
      const source = own.fork(`request ${request}`);
      await source.pick(busy).act(client, source, () => Date.now() < giveUp);
    }
  };
  const striking = strike(struck, faults, random.fork('strikes'), { until: isOver, counts }).then(() => {
    giveUp = Date.now() + REST_MS;
  });
  await Promise.all([striking, ...Array.from({ length: clients }, (_, client) => work(client))]);
  const rest = (): Promise<readonly Violation[]> =>
    system.idle().then(
      () => [],
      (error: Error) => [{ promise: 'it comes to rest', detail: error.message }],
    );
  const unrest = await rest();
  const enough = Date.now() + REST_MS;
  for (const tenant of tenants) await tenant.conclude(() => Date.now() < enough);
  const unrestAfterwards = await rest();
  const seen = { events: readEvents(system), tableEnds: readTableEnds(system) };
  const violations = [...unrest, ...unrestAfterwards, ...tenants.flatMap((tenant) => tenant.verify(seen))];
  return {
    ...{ faults, violations },
    counts: sum(tenants.map((tenant) => tenant.counts())),
    answers: tenants.flatMap((tenant) => tenant.answers()),
    acknowledged: tenants.flatMap((tenant) => tenant.acknowledged()),
  };
};

const openTenants = async (
  { sender, signInAs }: Pick<EpisodeOptions, 'sender' | 'signInAs'>,
  random: Random,
  prefix: string,
  receiverUrl: string,
): Promise<readonly Tenant[]> => {
  const resellers = await Promise.all(
    [LIMITS.tight, LIMITS.roomy].map((limits, index) =>
      openReseller(sender, random.fork(`reseller ${index}`), `${prefix}-r${index}`, limits),
    ),
  );
  const [{ id = '' } = {}, victim] = resellers;
  const own = await makeReseller(sender, random.fork('trespasser'), `${prefix}-x`, -1);
  return [
    ...resellers,
    // They are worked on as often as a reseller, which has more rules.
    await openTree(sender, random.fork('tree'), `${prefix}-t`),
    await openCredentials(sender, random.fork('credentials'), `${prefix}-c`),
    await openContacts(sender, random.fork('contacts'), `${prefix}-p`),
    openEndpoints(sender, `${prefix}-w`, id, `${receiverUrl.replace('127.0.0.1', 'localhost')}/changing`),
    ...(victim ? [openTrespasser({ id: own, sender: await signInAs(own), operator: sender }, `${prefix}-x`, victim)] : []),
  ];
};

const sum = (all: readonly TenantCounts[]): TenantCounts => {
  const names = ['requests', 'attempts', 'acknowledged', 'unanswered'] as const;
  const counts = names.map((name) => [name, all.reduce((total, one) => total + one[name], 0)] as const);
  return { ...(Object.fromEntries(counts) as Pick<TenantCounts, (typeof names)[number]>), kinds: sumKinds(all.map(({ kinds }) => kinds)) };
};

/** Adds up how often each kind of request was answered and done. */
export const sumKinds = (all: readonly TenantCounts['kinds'][]): TenantCounts['kinds'] =>
  Object.fromEntries(
    [...Map.groupBy(all.flatMap(Object.entries<TenantCounts['kinds'][string]>), ([kind]) => kind)].map(([kind, same]) => [
      kind,
      {
        answered: same.reduce((total, [, { answered }]) => total + answered, 0),
        done: same.reduce((total, [, { done }]) => total + done, 0),
      },
    ]),
  );
