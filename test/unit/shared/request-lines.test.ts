import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { OPERATIONS } from '../../../functions/operations.ts';
import { refused } from '../../../functions/organizations/batch-result.ts';
import { createOrganization } from '../../../functions/organizations/contract.ts';
import { batchOrganizations } from '../../../functions/organizations/contract-batch.ts';
import { Refusal } from '../../../functions/shared/contract/problems.ts';
import { answerProblems } from '../../../functions/shared/endpoint/answer-problems.ts';
import type { Exchange } from '../../../functions/shared/endpoint/exchange.ts';
import { observe } from '../../../functions/shared/endpoint/observe.ts';
import { unrouted } from '../../../functions/shared/endpoint/routed.ts';
import { meter } from '../../../functions/shared/observability/installation.ts';
import { httpEvent } from '../../../testing/http-event.ts';
import { objectsOf } from '../../support/embedded-metrics.ts';
import { writtenBy } from '../../support/log-lines.ts';

const linesOf = async (act: () => Promise<unknown>) => objectsOf(await writtenBy(act));

const idsOf = (operationId: string) => {
  const { method, path } = OPERATIONS.find(({ contract }) => contract.operationId === operationId)?.contract ?? {};
  return { operation: operationId, ...(path && { route: `${method} ${path}` }), requestId: 'request-1' };
};

/** The handler of an operation that ends in this way, with the middlewares that write its lines. */
const handlerOf = (end: () => never) =>
  middy(async (_: Exchange): Promise<APIGatewayProxyStructuredResultV2> => end()).use([
    observe(createOrganization),
    answerProblems(createOrganization),
  ]);

test.each([
  ['a defect', new TypeError('disk on fire')],
  ['an outage', new Refusal('dependency-unavailable', 'away', { cause: new Error('connect ECONNREFUSED') })],
])('the line of %s has the ids by which its request is found, and so has that of its metrics', async (_, error) => {
  const handler = handlerOf(() => {
    meter.count(['Refusals', 'name-taken']);
    throw error;
  });
  const lines = await linesOf(() => handler(httpEvent({ path: '/' }) as Exchange, {} as never));
  expect(lines.map(({ message }) => message)).toEqual(['failed', 'request', 'measured']);
  for (const line of lines) expect(line).toMatchObject(idsOf('createOrganization'));
  expect(lines[0]?.cause).toMatchObject({ stack: expect.stringContaining('request-lines.test.ts') });
});

test('a defect of one row of a batch has the ids of the batch', async () => {
  const request = { origin: { actor: 'a', requestId: 'request-1', sourceIp: '127.0.0.1' } } as never;
  const [line] = await linesOf(async () => refused(new TypeError('disk on fire'), request));
  expect(line).toMatchObject({ message: 'failed', ...idsOf(batchOrganizations.operationId) });
  meter.take();
});

test('a request without a route has the operation fallback', async () => {
  const [line] = await linesOf(() => unrouted(httpEvent({ path: '/nowhere' }) as Exchange, {} as never));
  expect(line).toMatchObject({ message: 'request', ...idsOf('fallback') });
});
