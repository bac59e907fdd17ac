import type { FoundDeadLetter } from '../../cli/redrive/dead-letter.ts';
import { ofKnownEndpoint, type Rules } from '../../cli/redrive/endpoint-rule.ts';
import { type Outcome, redriveAll, summarize } from '../../cli/redrive/redrive-all.ts';
import { readRequest } from '../../cli/redrive/request.ts';
import { progressLine } from '../../cli/shared/progress-bar.ts';
import { Refusal } from '../../functions/shared/contract/problems.ts';

const letter = (send: () => Promise<void> = async () => undefined, endpoint = 'billing'): FoundDeadLetter => ({
  ...{ endpoint, event: 'reseller.created', errorCode: 'TIMEOUT' },
  send,
});

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/111111111111/poison';

const refused = async () => {
  throw new Refusal('webhook-not-receiving', 'The webhook endpoint erp is gone.');
};
const broken = async () => {
  throw new Error('the bus is down');
};

test('all are sent, each once, and no more at a time than allowed', async () => {
  let [running, most, sent] = [0, 0, 0];
  const send = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    sent += 1;
  };
  const outcomes = await redriveAll(
    Array.from({ length: 50 }, () => letter(send)),
    4,
    () => undefined,
  );
  expect({ sent, most, outcomes: outcomes.length }).toEqual({ sent: 50, most: 4, outcomes: 50 });
});

test('one that fails, or whose endpoint takes nothing now, keeps nothing from being sent and is told', async () => {
  const told: string[] = [];
  const deadLetters = [letter(broken), letter(refused, 'erp'), letter()];
  const outcomes = await redriveAll(deadLetters, 1, ({ result }) => told.push(result));
  expect(told).toEqual(['failed', 'skipped', 'sent']);
  expect(summarize(outcomes)).toEqual({
    ...{ failed: 1, skipped: 1, sent: 1 },
    endpoints: {
      billing: { failed: 1, sent: 1, events: { 'reseller.created': 2 } },
      erp: { skipped: 1, events: { 'reseller.created': 1 } },
    },
    reasons: ['the bus is down', 'The webhook endpoint erp is gone.'],
  });
});

describe('one endpoint that has no dead letter', () => {
  const found = (webhook: string | undefined, rules: Rules, letters: readonly FoundDeadLetter[] = []) =>
    ofKnownEndpoint({ find: async () => letters, close: async () => undefined }, rules, webhook).find();
  const none: Rules = async () => undefined;

  test('is none to worry about when it is on the bus', async () => {
    expect(await found('billing', async () => ({ arn: 'a', isEnabled: false }))).toEqual([]);
    expect(await found(undefined, none)).toEqual([]);
  });

  test('is refused when there is no such endpoint, whose dead letters are found even so', async () => {
    await expect(found('biling', none)).rejects.toThrow('There is no webhook endpoint biling on the bus: give its id');
    expect(await found('gone', none, [letter()])).toHaveLength(1);
  });
});

describe('the progress', () => {
  const show = (count: number, isTTY: boolean): string => {
    let text = '';
    const onOutcome = progressLine(count, { isTTY, write: (part) => (text += part) });
    for (let index = 0; index < count; index += 1) onOutcome({ letter: letter(), result: index === 0 ? 'failed' : 'sent' } as Outcome);
    return text;
  };

  test('is a bar that is drawn over on a terminal', () => {
    expect(show(2, true)).toBe(`\r[${'='.repeat(15)}${' '.repeat(15)}] 1/2, 1 failed\r[${'='.repeat(30)}] 2/2, 1 failed\n`);
  });

  test('is a line at each tenth elsewhere', () => {
    expect(show(1000, false).trim().split('\n')).toHaveLength(10);
  });
});

describe('the arguments', () => {
  test('name a table or a queue, a bus, and what is meant, in UTC', () => {
    const id = '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66';
    expect(readRequest({ table: 't', bus: 'b', webhook: id.toUpperCase() })).toMatchObject({ filter: { webhook: id } });
    expect(readRequest({ table: 't', bus: 'b', webhook: 'billing', from: '2026-11-22T15:00:00+01:00', 'dry-run': true })).toEqual({
      ...{ from: { table: 't' }, bus: { name: 'b', installation: 'b' }, dryRun: true, concurrency: 4 },
      filter: { webhook: 'billing', from: '2026-11-22T14:00:00.000Z' },
    });
    const span = { from: '0000-01-01T00:00:00+01:00', to: '2016-12-31T23:59:60Z' };
    expect(readRequest({ queue: QUEUE, bus: 'b', ...span }).filter).toEqual({
      from: '0000-01-01T00:00:00.000Z',
      to: '2017-01-01T00:00:00.000Z',
    });
    expect(readRequest({ queue: QUEUE, bus: 'b', to: '9999-12-31T23:59:59-23:59' }).filter).toEqual({ to: '9999-12-31T23:59:59.999Z' });
    expect(readRequest({ queue: QUEUE, bus: 'b', concurrency: '50' })).toMatchObject({
      from: { queue: QUEUE },
      concurrency: 50,
      dryRun: false,
    });
  });

  test.each([
    ['neither a table nor a queue', { bus: 'b' }, /--table, --queue and --subscription/],
    ['a name for the URL of a subscription', { subscription: 'Crm.DeadLetters' }, /^--subscription must be the URL of a queue/],
    ['a name for the URL of a queue', { bus: 'b', queue: '<URL>' }, /^--queue must be the URL of a queue.*not "<URL>"$/],
    ['both', { bus: 'b', table: 't', queue: 'q' }, /--table, --queue and --subscription/],
    ['no bus', { table: 't' }, /--bus/],
    ['an endpoint of a subscription', { subscription: 's', webhook: 'w' }, /--webhook is not of a subscription/],
    ['an event there is not', { table: 't', bus: 'b', event: 'reseller.exploded' }, /no event/],
    ['a time that is none', { table: 't', bus: 'b', to: '1' }, /--to must be a time/],
    ['a time of nowhere', { table: 't', bus: 'b', to: '2026-11-22T14:00:00' }, /--to must be a time/],
    ['half an offset', { table: 't', bus: 'b', from: '2026-11-22T14:00:00+01' }, /--from must be a time/],
    ['a day there is not', { table: 't', bus: 'b', from: '2026-02-30T14:00:00Z' }, /--from must be a time/],
    ['too many at once', { table: 't', bus: 'b', concurrency: '51' }, /--concurrency/],
    ['none at once', { table: 't', bus: 'b', concurrency: '0' }, /--concurrency/],
  ])('with %s are refused', (_, given, fault) => {
    expect(() => readRequest(given)).toThrow(fault);
  });
});

it('says in numbers that there was none', () => {
  expect(summarize([])).toEqual({ found: 0, endpoints: {}, reasons: [] });
});
