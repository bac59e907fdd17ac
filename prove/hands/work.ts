import type { AnsweredChange } from '../../bench/load/webhook-tally.ts';
import { rounded } from '../../bench/shared/statistics.ts';
import type { Answer } from '../shared/caller.ts';
import type { Random } from '../shared/random.ts';
import type { Store } from './stores.ts';

/** A change that was answered, and when, by `performance.now()`. */
export interface TimedChange extends AnsweredChange {
  readonly answeredAt: number;
}

/** The outcome of the requests of clients. */
export interface Work {
  /** The milliseconds of each create, change and read that was answered as it should be. */
  readonly took: Readonly<Record<'creates' | 'changes' | 'reads', number[]>>;
  readonly changes: TimedChange[];
  /** Answers that are no success, by their status. */
  readonly refused: Map<number, number>;
}

export const noWork = (): Work => ({ took: { creates: [], changes: [], reads: [] }, changes: [], refused: new Map() });

/** Counts the requests that were answered with success. */
export const requestsIn = ({ took }: Work): number => Object.values(took).reduce((sum, { length }) => sum + length, 0);

/** Counts the requests that were not. */
export const refusedIn = ({ refused }: Work): number => [...refused.values()].reduce((sum, count) => sum + count, 0);

/** Returns the part of all requests that were not answered with success. */
export const shareRefused = (work: Work): number => rounded(refusedIn(work) / Math.max(1, refusedIn(work) + requestsIn(work)), 3);

/** Lets clients work at the same time, each one request after another, for so many seconds. */
export const letWork = async (clients: number, seconds: number, request: (client: number) => Promise<void>): Promise<void> => {
  const until = performance.now() + seconds * 1000;
  const client = async (_: unknown, index: number): Promise<void> => {
    while (performance.now() < until) await request(index);
  };
  await Promise.all(Array.from({ length: clients }, client));
};

interface Organization {
  readonly id: string;
  readonly version: number;
}

/** Makes the requests of clients of a store, and writes down what was answered. */
export const requestsOf = ({ call, resellers }: Store, work: Work) => {
  const pathOf = (reseller: number): string => `/v3/resellers/${resellers[reseller]?.id}/organizations`;
  let made = 0;

  const note = (kind: keyof Work['took'], { status, ms }: Answer): boolean => {
    const isGood = status < 300;
    if (isGood) work.took[kind].push(ms);
    else work.refused.set(status, (work.refused.get(status) ?? 0) + 1);
    return isGood;
  };
  const noteChange = (event: string, reseller: number, answer: Answer): void => {
    const { id: organization, version } = answer.body as Organization;
    work.changes.push({ organization, version, reseller, event: `reseller.organization.${event}`, answeredAt: performance.now() });
  };
  const read = async (path: string): Promise<void> => void note('reads', await call('GET', path));

  const create = async (reseller: number): Promise<void> => {
    made += 1;
    const body = { name: `Made ${process.pid} ${performance.now()} ${made}`, email: 'made@example.com', allowedUsers: 1 };
    const answer = await call('POST', pathOf(reseller), body);
    if (note('creates', answer)) noteChange('created', reseller, answer);
  };
  const change = async (reseller: number, id: string): Promise<void> => {
    const answer = await call('PATCH', `${pathOf(reseller)}/${id}`, { allowedUsers: 1 + Math.floor(performance.now()) });
    if (note('changes', answer)) noteChange('updated', reseller, answer);
  };

  return {
    create,
    get: (reseller: number, id: string) => read(`${pathOf(reseller)}/${id}`),
    list: (reseller: number) => read(`${pathOf(reseller)}?limit=50`),
    /** One of several kinds, about a reseller that stood in the table. */
    any(random: Random, reseller: number): Promise<void> {
      const id = random.pick(resellers[reseller]?.organizations ?? []);
      const kind = random.next();
      if (kind < 0.4) return create(reseller);
      if (kind < 0.6) return change(reseller, id);
      if (kind < 0.8) return read(`${pathOf(reseller)}/${id}`);
      if (kind < 0.9) return read(`${pathOf(reseller)}?limit=50`);
      return read(`${pathOf(reseller)}?search=organization%200000${random.below(10)}`);
    },
  };
};
