import { planEndpoints } from '../../bench/load/webhook-plan.ts';
import type { Inbox } from '../../bench/load/webhook-receivers.ts';
import { type AnsweredChange, tally } from '../../bench/load/webhook-tally.ts';

// The first is the operator's; all of the first turn want what is created, the others everything.
const endpoints = planEndpoints(6, 3);
const change = (organization: string, reseller: number, event = 'created'): AnsweredChange => ({
  ...{ organization, version: event === 'created' ? 1 : 2, reseller },
  event: `reseller.organization.${event}`,
});
const CHANGES = [change('a', 1), change('a', 1, 'updated'), change('b', 2)];

const inboxesOf = (came: Readonly<Record<number, readonly string[]>>): readonly Inbox[] =>
  endpoints.map(({ index }) => ({
    ...{ duplicates: 0, refusals: 0 },
    taken: new Map(
      (came[index] ?? []).map((key, at) => {
        const [organization = '', version] = key.split(' ');
        return [`${index}-${at}`, { organization, version: Number(version), at: 0 }];
      }),
    ),
  }));

const ALL = { 0: ['a 1', 'b 1'], 1: ['a 1'], 2: ['b 1'], 4: ['a 1', 'a 2'], 5: ['b 1'] };

test('nothing is missing when each endpoint has what it subscribed to', () => {
  expect(tally(endpoints, inboxesOf(ALL), CHANGES)).toMatchObject({ expected: 7, received: 7, losses: 0, strangers: 0, unknown: 0 });
});

test.each([
  ['a webhook that never came', { ...ALL, 4: ['a 1'] }, { losses: 1, strangers: 0, unknown: 0 }],
  ['a webhook of another reseller', { ...ALL, 5: ['b 1', 'a 1'] }, { losses: 0, strangers: 1, unknown: 0 }],
  ['a webhook that was not subscribed to', { ...ALL, 1: ['a 1', 'a 2'] }, { losses: 0, strangers: 1, unknown: 0 }],
  ['a webhook of no change', { ...ALL, 3: ['c 1'] }, { losses: 0, strangers: 0, unknown: 1 }],
])('%s is counted as such', (_, came, sums) => {
  expect(tally(endpoints, inboxesOf(came), CHANGES)).toMatchObject(sums);
});
