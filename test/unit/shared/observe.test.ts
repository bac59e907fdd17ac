import middy from '@middy/core';
import { logMetrics, publishMetrics } from '../../../functions/shared/endpoint/observe.ts';
import { meter } from '../../../functions/shared/observability/installation.ts';
import { dataOf, objectsOf, total } from '../../support/embedded-metrics.ts';
import { writtenBy } from '../../support/log-lines.ts';

const handlerOf = (act: () => void) => middy(async () => act()).use(publishMetrics);

test.each([
  ['succeeds', () => undefined],
  [
    'fails',
    () => {
      throw new Error('disk on fire');
    },
  ],
])('what an invocation measured is written when it %s, once', async (_, end) => {
  const handler = handlerOf(() => {
    meter.add('EventsPublished', 3);
    end();
  });
  const lines = objectsOf(await writtenBy(() => handler({}, {} as never).catch(() => undefined)));
  expect(lines.map(({ message }) => message)).toEqual(['measured']);
  expect(total(lines.flatMap(dataOf), 'EventsPublished')).toBe(3);
});

test('an invocation that measured nothing writes nothing', async () => {
  expect(await writtenBy(() => handlerOf(() => undefined)({}, {} as never))).toEqual([]);
});

test('a line carries what was measured, and only what it has no room for is a line of its own', async () => {
  for (const code of ['name-taken', 'limit-reached']) meter.add('Refusals', 1, code);
  const lines = objectsOf(await writtenBy(async () => logMetrics('request', { status: 200 })));
  expect(lines.map(({ message, status, code }) => [message, status, code])).toEqual([
    ['request', 200, 'name-taken'],
    ['measured', undefined, 'limit-reached'],
  ]);
});
