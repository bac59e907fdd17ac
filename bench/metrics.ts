/**
 * States what the line of a request costs that carries what was measured, against a plain line of
 * log and against the lines of Powertools' metrics.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { createOrganization } from '../functions/organizations/contract.ts';
import type { Exchange } from '../functions/shared/endpoint/exchange.ts';
import { logger, observe } from '../functions/shared/endpoint/observe.ts';
import { installation, meter } from '../functions/shared/observability/installation.ts';
import { httpEvent } from '../testing/http-event.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { median, rounded } from './shared/statistics.ts';

const options = benchOptions();
const [ROUNDS, WARM_UP, REQUESTS] = options.quick ? [1, 0, 20] : [30, 5, 2_000];

const resellerId = '019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55';
const response = { statusCode: 201, headers: {} };
const event: Exchange = {
  ...httpEvent({ method: 'POST', path: `/v3/resellers/${resellerId}/organizations`, pathParameters: { resellerId } }),
  caller: { actor: 'token:bench', permissions: new Set<never>() },
};
const { after } = observe(createOrganization);
const answer = (): unknown => after?.({ event, response } as unknown as Parameters<NonNullable<typeof after>>[0]);

const theirs = new Metrics({ namespace: 'Tenantry' });
theirs.clearDefaultDimensions();
theirs.setDefaultDimensions({ installation });

/**
 * Writes the metrics of a create. Powertools' metrics share one set of dimensions, so the metrics
 * by resource are a line of their own.
 */
const WAYS = {
  'a line of log, facts at hand': () => logger.info('request', FACTS),
  "the request's, nothing measured": answer,
  "the request's, with its metrics": () => {
    meter.add('Transactions', 1);
    meter.count(['Creates', 'organization']);
    answer();
  },
  "  and Powertools' metrics": () => {
    theirs.addMetric('Transactions', MetricUnit.Count, 1);
    theirs.publishStoredMetrics();
    theirs.addDimension('resource', 'organization').addMetric('Creates', MetricUnit.Count, 1);
    theirs.publishStoredMetrics();
    answer();
  },
  "  and Powertools', by singleMetric": () => {
    theirs.addMetric('Transactions', MetricUnit.Count, 1);
    theirs.singleMetric().addDimension('resource', 'organization').addMetric('Creates', MetricUnit.Count, 1);
    theirs.publishStoredMetrics();
    answer();
  },
} as const;

/** Runs something whose lines go elsewhere than to standard output. */
const writingTo = <T>(take: (chunk: string) => void, run: () => T): T => {
  const { write } = process.stdout;
  process.stdout.write = ((chunk: string | Uint8Array) => {
    take(String(chunk));
    return true;
  }) as typeof write;
  try {
    return run();
  } finally {
    process.stdout.write = write;
  }
};

const written = (run: () => void): string => {
  const chunks: string[] = [];
  writingTo((chunk) => chunks.push(chunk), run);
  return chunks.join('');
};

// What the plain line says is what the request's line says, so that the two differ by what it takes
// to know it.
const {
  level: _level,
  message: _message,
  timestamp: _timestamp,
  service: _service,
  installation: _installation,
  ...FACTS
} = JSON.parse(written(answer)) as Record<string, unknown>;

const ways = Object.entries(WAYS);
const took = new Map<string, number[]>(ways.map(([name]) => [name, []]));
// A line costs a system call, as it does on Lambda.
const nowhere = openSync(devNull, 'w');
const microseconds = (write: () => unknown): number => {
  const started = performance.now();
  for (let request = 0; request < REQUESTS; request += 1) write();
  return ((performance.now() - started) * 1_000) / REQUESTS;
};
for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
  for (const [name, write] of ways) {
    const each = writingTo(
      (chunk) => writeSync(nowhere, chunk),
      () => microseconds(write),
    );
    if (round >= WARM_UP) took.get(name)?.push(each);
  }
}
closeSync(nowhere);

const rows = ways.map(([name, write]) => {
  const text = written(write);
  return { written: name, lines: text.split('\n').length - 1, time: median(took.get(name) ?? []), bytes: Buffer.byteLength(text) };
});
const [plain] = rows;
if (!plain) throw new Error('Nothing was measured.');
const table = rows.map(({ written: name, lines, time, bytes }) => ({
  'a create writes': name,
  lines,
  'median µs': rounded(time, 1),
  'time, ratio': rounded(time / plain.time, 2),
  bytes,
  'bytes, ratio': rounded(bytes / plain.bytes, 2),
}));
console.table(table);
console.log(`Medians of ${ROUNDS} interleaved rounds of ${REQUESTS} requests; each line is a system call that writes to the null device.`);
const ofCreate = table[2];
report(
  'metrics',
  {
    rows: table,
    ratios: { 'metrics.time of the line of a create': ofCreate?.['time, ratio'] ?? Number.NaN },
    counts: { 'metrics.bytes of the line of a create, ratio': ofCreate?.['bytes, ratio'] ?? Number.NaN },
  },
  options,
);
