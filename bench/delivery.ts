/**
 * Times, on the embedded runtime, what comes between the 201 of a create and the arrival of its
 * webhook, at 1, 50 and 200 creates a second; with `--against`, the build of another checkout
 * beside it. Ratios are to the lowest rate, or to the other build.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { openIssuer } from '../local/keys.ts';
import { webhookLoad } from './load/webhook-load.ts';
import { planEndpoints } from './load/webhook-plan.ts';
import { runtimeProcess } from './runtime-process.ts';
import { openAssembly } from './shared/assembly.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { percentile, rounded } from './shared/statistics.ts';

const options = benchOptions();
/** Creates a second, and for how many seconds. */
const RATES = options.quick
  ? ([[2, 1]] as const)
  : ([
      [1, 20],
      [50, 10],
      [200, 10],
    ] as const);
const WARM_SECONDS = options.quick ? 0 : 4;
const MOST_SECONDS_TO_DRAIN = 120;

const arrived = new Map<string, number>();
const receiver = createServer(async (request, response) => {
  const { data } = (await json(request)) as { data: { id: string } };
  arrived.set(data.id, performance.now());
  response.end();
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

/** Runs a build with one endpoint, which is healthy. */
const openBuild = async (name: string, checkout?: string) => {
  const { folder, remove } = await openAssembly(checkout);
  const runtime = await runtimeProcess(folder, 300, checkout);
  const issuer = await openIssuer(folder);
  const load = webhookLoad(runtime.url, issuer, 1);
  const [reseller = ''] = await load.makeResellers(1);
  const [endpoint] = planEndpoints(1);
  if (endpoint) await load.makeEndpoints([endpoint], [reseller], () => receiverUrl);
  while ((await load.statuses()).healthy !== 1) await delay(100);
  const authorization = `Bearer ${await issuer.mintToken({ permissions: ['reseller:organization:create'] })}`;
  let made = 0;
  return {
    name,
    idle: runtime.idle,
    async create(): Promise<string> {
      made += 1;
      const body = JSON.stringify({ name: `Organization ${made}`, email: 'o@example.com', allowedUsers: 1 });
      const headers = { authorization, 'content-type': 'application/json' };
      const response = await fetch(`${runtime.url}/v3/resellers/${reseller}/organizations`, { method: 'POST', headers, body });
      const answer = (await response.json()) as { readonly id: string };
      if (response.status !== 201) throw new Error(`a create was answered ${response.status}`);
      return answer.id;
    },
    async stop(): Promise<void> {
      await runtime.stop();
      remove();
    },
  };
};

type Build = Awaited<ReturnType<typeof openBuild>>;

interface Created {
  readonly id: string;
  readonly at: number;
  readonly took: number;
}

/** Begins so many creates a second, whether or not those before are answered. */
const createAt = async (build: Build, rate: number, seconds: number): Promise<readonly Created[]> => {
  const creates = Array.from({ length: rate * seconds }, async (_, index): Promise<Created[]> => {
    await delay((1000 * index) / rate);
    const started = performance.now();
    const id = await build.create().catch(() => undefined);
    const at = performance.now();
    return id === undefined ? [] : [{ id, at, took: at - started }];
  });
  return (await Promise.all(creates)).flat();
};

const drain = (build: Build): Promise<unknown> =>
  Promise.race([build.idle(), delay(MOST_SECONDS_TO_DRAIN * 1000, undefined, { ref: false })]);

/** Measures a rate after some seconds of it, in which the runtime starts the processes it needs. */
const measure = async (build: Build, [rate, seconds]: readonly [number, number]) => {
  await createAt(build, rate, WARM_SECONDS);
  await drain(build);
  const began = performance.now();
  const created = await createAt(build, rate, seconds);
  const ended = Math.max(...created.map(({ at }) => at));
  await drain(build);
  const waits = created.flatMap(({ id, at }) => (arrived.has(id) ? [(arrived.get(id) ?? 0) - at] : []));
  return {
    build: build.name,
    'creates/s': rate,
    'reached/s': rounded((1000 * created.length) / (ended - began), 0),
    created: created.length,
    refused: rate * seconds - created.length,
    'request→201 p50': rounded(
      percentile(
        created.map(({ took }) => took),
        0.5,
      ),
      1,
    ),
    '201→webhook p50': rounded(percentile(waits, 0.5), 1),
    '201→webhook p99': rounded(percentile(waits, 0.99), 1),
    missing: created.length - waits.length,
  };
};

type Row = Awaited<ReturnType<typeof measure>>;

const here = await openBuild('this');
const builds = options.against === undefined ? [here] : [await openBuild('the other', options.against), here];
try {
  const rows: Row[] = [];
  // Each build is the first in turn.
  for (const [turn, rate] of RATES.entries())
    for (const build of turn % 2 === 0 ? builds : builds.toReversed()) rows.push(await measure(build, rate));

  const isHere = ({ build }: Row): boolean => build === here.name;
  const baselineOf = (row: Row): Row | undefined =>
    options.against === undefined ? rows[0] : rows.find((other) => other['creates/s'] === row['creates/s']);
  const ratio = (row: Row, figure: '201→webhook p50' | '201→webhook p99'): number =>
    rounded(row[figure] / (baselineOf(row)?.[figure] ?? Number.NaN), 2);
  console.table(rows.map((row) => ({ ...row, 'p50 ratio': ratio(row, '201→webhook p50'), 'p99 ratio': ratio(row, '201→webhook p99') })));
  console.log('Milliseconds; both ends of the wire are on this machine.');
  report(
    'delivery',
    {
      rows,
      ratios: Object.fromEntries(rows.filter(isHere).map((row) => [`delivery.p50 at ${row['creates/s']}`, ratio(row, '201→webhook p50')])),
      counts: { 'delivery.missing': rows.filter(isHere).reduce((sum, { missing }) => sum + missing, 0) },
    },
    options,
  );
} finally {
  for (const build of builds) await build.stop();
  receiver.close();
  receiver.closeAllConnections();
}
