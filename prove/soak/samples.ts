import { bytesIn } from '../shared/bytes-in.ts';
import { countOpenFiles } from '../system/process-figures.ts';
import { functionProcesses, type System, tableServers } from '../system/system.ts';
import type { Allowance } from './series.ts';

/**
 * The table server has the token of each transaction in memory for ten minutes, as DynamoDB
 * promises: 0.4 KiB each, and a request comes to two or three.
 */
const TOKENS_KIB = 1;

/** The series that are sampled, and how much each may rise. */
export const SERIES = {
  'heap of the runtime': { unit: 'KiB', growth: 0.1, least: 4096 },
  'memory of the runtime': { unit: 'KiB', growth: 0.1, least: 16_384 },
  'handles of the runtime': { unit: '', growth: 0.1, least: 5, refills: true },
  'open files of the runtime': { unit: '', growth: 0.1, least: 5, refills: true },
  'memory of the table server': { unit: 'KiB', growth: 0.1, least: 4096, perRequest: TOKENS_KIB },
  'open files of the table server': { unit: '', growth: 0.1, least: 5 },
  'processes of functions': { unit: '', growth: 0.1, least: 3, refills: true },
  'memory of a function': { unit: 'KiB', growth: 0.15, least: 8192 },
  'lag of webhooks': { unit: 'ms', growth: 1, least: 1000 },
  'share of requests answered 503': { unit: '%', growth: 0.5, least: 2 },
} as const satisfies Readonly<Record<string, Allowance>>;

export type Series = keyof typeof SERIES;

/** One look at a system: what could not be measured on this machine is absent. */
export interface Sample {
  /** The requests that were answered by then. */
  readonly requests: number;
  readonly values: Readonly<Partial<Record<Series, number>>>;
  /** Bytes of the data directory. */
  readonly stored: number;
}

interface Observed {
  readonly requests: number;
  /** Since the last sample: the lag of webhooks in ms, and the percentage of answers 503. */
  readonly lag: number | undefined;
  readonly unavailable: number | undefined;
}

/** Looks at a system right after it has collected its garbage. */
export const takeSample = async (system: System, data: string, { requests, lag, unavailable }: Observed): Promise<Sample> => {
  await system.collectGarbage();
  const [figures, processes] = await Promise.all([system.figures(), system.processes()]);
  const [functions, [server]] = [functionProcesses(processes), tableServers(processes)];
  const memory = functions.reduce((sum, { rssKb }) => sum + rssKb, 0);
  const values: Readonly<Record<Series, number | undefined>> = {
    'heap of the runtime': figures.heapKb,
    'memory of the runtime': figures.rssKb,
    'handles of the runtime': Object.values(figures.handles).reduce((sum, count) => sum + count, 0),
    'open files of the runtime': figures.openFiles,
    'memory of the table server': server?.rssKb,
    'open files of the table server': server && countOpenFiles(server.pid),
    'processes of functions': functions.length,
    'memory of a function': functions.length === 0 ? undefined : memory / functions.length,
    'lag of webhooks': lag,
    'share of requests answered 503': unavailable,
  };
  const measured = Object.entries(values).filter(([, value]) => value !== undefined && !Number.isNaN(value));
  return { requests, values: Object.fromEntries(measured), stored: bytesIn(data) };
};
