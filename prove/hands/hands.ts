import { join } from 'node:path';
import { quietFaults } from '../checks/quiet.ts';
import { bytesIn } from '../shared/bytes-in.ts';
import type { Part, PartOptions, PartResult, Violation } from '../shared/part.ts';
import { random } from '../shared/random.ts';
import { compareStores, figuresOf, throughputRatio } from './compare.ts';
import { watchMemory } from './memory.ts';
import { type Size, sizeOf } from './size.ts';
import { openStores, type Store } from './stores.ts';
import { storm } from './storm.ts';
import { openEndpoints } from './webhooks.ts';
import { letWork, noWork, requestsOf, shareRefused, type Work } from './work.ts';

/** The least throughput of the full store, in parts of that of the small one. */
const LEAST_THROUGHPUT = 0.5;
/** The most that a hot reseller may slow another, beside the same storm spread over many. */
const MOST_SLOWER = 2;
/**
 * The most by which the part of another's requests that are refused may rise with a hot reseller,
 * and that of all requests with a full store.
 */
const MOST_REFUSED = 0.05;
/** MiB that the runtime may have, whatever stands in the table. */
const MOST_RUNTIME_MIB = 768;

/** Shows what many tenants, clients and endpoints at once come to. */
export const handsPart: Part = {
  name: 'hands',
  about: 'many resellers, endpoints and clients: throughput and memory, and a storm on one reseller',
  share: { gate: 0, usual: 60, long: 600 },
  async run(options) {
    const size = sizeOf(options.seconds);
    const stores = await openStores(size, options);
    try {
      return await runOn(stores, size, options);
    } finally {
      await stores.stop();
    }
  },
};

type Stores = Awaited<ReturnType<typeof openStores>>;

const runOn = async ({ small, full, form }: Stores, size: Size, { seed, say }: PartOptions): Promise<PartResult> => {
  const memory = { small: watchMemory(small), full: watchMemory(full) };
  say(`${size.clients} clients on both stores in turn`);
  const resultOf = await compareStores([small, full], size, seed);
  await memory.small.stop();
  // Its functions have the memory that those of the other need.
  await small.system.stop();
  const ratio = throughputRatio(resultOf(full), resultOf(small));
  const [fullRefused, smallRefused] = [shareRefused(resultOf(full).work), shareRefused(resultOf(small).work)];
  const compared = memory.full.most.runtime / memory.small.most.runtime;

  say(`${size.endpoints} endpoints, then ${size.clients} clients`);
  const endpoints = await openEndpoints(full, size);
  const work = noWork();
  try {
    await mixed(full, size, seed, endpoints.resellers, work);
    const mixedFigures = figuresOf('with webhooks', work, size.mixedSeconds);
    say(`a storm of ${size.stormClients} clients`);
    const mixedRefused = shareRefused(work);
    const storming = await storm(full, size, seed, work.changes);
    const mostRefused = Math.max(smallRefused, mixedRefused, storming.refused.spread);
    await full.system.idle();
    await memory.full.stop();
    const { losses, strangers, figures } = endpoints.outcome(work.changes);
    const { most } = memory.full;
    return {
      figures: {
        ...{ 'full: resellers': full.resellers.length, 'full: organizations of each': size.organizationsEach },
        ...{ 'full: items written directly, by import': full.items, 'full: MB of the table with them': full.megabytes },
        ...{ 'small: items written directly, by import': small.items, 'items compared with those of the API': form.compared },
        ...figuresOf('small', resultOf(small).work, resultOf(small).seconds),
        ...figuresOf('full', resultOf(full).work, resultOf(full).seconds),
        [`throughput, full to small (bound ${LEAST_THROUGHPUT})`]: ratio,
        [`share refused, full (bound: small + ${MOST_REFUSED})`]: fullRefused,
        'share refused, small': smallRefused,
        'memory of the runtime, full to small': Number(compared.toFixed(2)),
        ...endpoints.figures,
        ...mixedFigures,
        ...storming.figures,
        ...figures,
        [`most MiB of the runtime (bound ${MOST_RUNTIME_MIB})`]: most.runtime,
        'most MiB of the table server': most.tableServer,
        ...{ 'most MiB of all functions': most.functions, 'most processes of functions': most.processes },
        'MB of the data directory at the end': Math.round(bytesIn(join(full.folder, 'data')) / 1e6),
      },
      violations: [
        ...quietFaults(full.system),
        ...form.different.map((item) => broken('what stands has the form that the API gives it', JSON.stringify(item), item)),
        ...unless(losses === 0, 'each change reaches each endpoint that subscribed', `${losses} webhooks never came`),
        ...unless(strangers === 0, 'a webhook reaches only its tenant', `${strangers} webhooks came to another`),
        ...unless(most.runtime <= MOST_RUNTIME_MIB, 'memory is bounded', `the runtime had ${most.runtime} MiB`),
        ...(size.isHeldToRatios
          ? [
              ...unless(
                fullRefused <= smallRefused + MOST_REFUSED,
                'a full store refuses no more than a small one',
                `it refused ${fullRefused} of its requests, the small one ${smallRefused}`,
              ),
              ...unless(mostRefused <= 0.5, 'most requests are answered', `not measured: of one load ${mostRefused} were refused`),
              ...unless(
                storming.refused.hot <= storming.refused.spread + MOST_REFUSED,
                "a storm on one reseller does not refuse another's requests",
                `${storming.refused.hot} of them were refused, and ${storming.refused.spread} with the storm spread`,
              ),
              ...unless(ratio >= LEAST_THROUGHPUT, 'throughput stays with a full store', `it was ${ratio} of that of a small one`),
              ...unless(storming.hotToSpread <= MOST_SLOWER, 'a storm on one reseller does not slow another', `by ${storming.hotToSpread}`),
            ]
          : []),
      ],
    };
  } finally {
    endpoints.stop();
  }
};

/** Half of the requests are about resellers that have endpoints of their own. */
const mixed = async (store: Store, { clients, mixedSeconds }: Size, seed: number, first: number, work: Work): Promise<void> => {
  const { any } = requestsOf(store, work);
  const source = random(seed).fork('mixed');
  await letWork(clients, mixedSeconds, () => any(source, source.below(source.chance(0.5) ? first : store.resellers.length)));
  await store.system.idle();
};

const broken = (promise: string, detail: string, evidence?: unknown): Violation => ({ promise, detail, evidence });

const unless = (isKept: boolean, promise: string, detail: string): readonly Violation[] => (isKept ? [] : [broken(promise, detail)]);
