import { READ_HEADER } from '../../../local/console/read-header.ts';
import { openRecorder } from '../../../local/console/recorder.ts';
import type { Step } from '../../../local/console/steps.ts';
import { openTally } from '../../../local/console/tally.ts';

const metadata = { eventId: 'e-1', requestId: 'r-1', tenant: '/resellers/7' };
const proxied = (requestId: string, headers: Record<string, string> = {}) => ({
  ...{ headers, body: '{"name":"Ada","password":"p"}', rawQueryString: 'a=b' },
  requestContext: { requestId },
});
const envelope = {
  ...{ version: '0' as const, id: 'bus-1', source: 'tenantry', account: '1', time: '', region: '', resources: [] },
  ...{ 'detail-type': 'reseller.created', detail: { metadata, payload: { event: 'reseller.created' } } },
} as const;
const attempt = {
  ...{ endpointName: 'crm', url: 'http://127.0.0.1/hook', eventId: 'bus-1', detailType: 'reseller.created', rule: 'crm-rule' },
  ...{ attempt: 1, latencyMs: 5 },
} as const;
const exchange = {
  ...{ method: 'POST', url: 'http://127.0.0.1/hook', headers: { 'webhook-token': 'secret' }, body: '{}' },
  answer: { headers: { 'set-cookie': 'a=b' }, body: 'no' },
};

const record = () => {
  const steps: Step[] = [];
  return { steps, on: openRecorder((step) => steps.push(step)) };
};

const answered = (on: ReturnType<typeof record>['on'], requestId: string, { headers = {}, status = 201, body = '{}' } = {}) => {
  const facts = { functionName: 'Create', number: 1, event: proxied(requestId, headers) };
  on.invocation(facts);
  on.invocation({ ...facts, end: { ms: 4, result: { statusCode: status, headers: {}, body } } });
  on.request({ method: 'POST', path: '/v3/resellers/7/organizations', status, ms: 5, requestId });
};

test('the steps of a request are joined by its id, from the request to the answer of a receiver', () => {
  const { steps, on } = record();
  answered(on, 'r-1', { headers: { authorization: 'Bearer secret' } });
  const image = { metadata: { M: { eventId: { S: 'e-1' }, requestId: { S: 'r-1' }, tenant: { S: '/resellers/7' } } } };
  const records = [{ eventSource: 'aws:dynamodb', dynamodb: { NewImage: image } }];
  on.invocation({ functionName: 'Publish', number: 2, event: { Records: records } });
  on.event(envelope, { eventBusName: 'main', rules: ['crm-rule'] });
  on.delivery({ ...attempt, outcome: 'retrying', status: 500, exchange });
  expect(steps.map(({ kind, requestId }) => [kind, requestId])).toEqual([
    ['request', 'r-1'],
    ['stream', 'r-1'],
    ['bus', 'r-1'],
    ['delivery', 'r-1'],
  ]);
  expect(steps[3]).toMatchObject({ eventId: 'e-1', event: 'reseller.created', tenant: '/resellers/7', answer: { body: 'no' } });
  expect(JSON.stringify(steps)).not.toMatch(/secret|"p"|a=b"\}/);
});

test('what the console itself reads is no step', () => {
  const { steps, on } = record();
  answered(on, 'r-2', { headers: { [READ_HEADER]: '1' } });
  expect(steps).toEqual([]);
});

test('a refused caller is shown the permission that it lacks', () => {
  const { steps, on } = record();
  answered(on, 'r-3', { status: 403, body: '{"code":"permission-missing","permission":"reseller:read"}' });
  expect(steps).toMatchObject([{ status: 403, missing: 'reseller:read' }]);
});

test('a call that names no request is of the only one that its function answers', () => {
  const { steps, on } = record();
  on.invocation({ functionName: 'Delete', number: 1, event: proxied('r-4') });
  const call = { functionName: 'Delete', operation: 'DeleteItem', input: { Key: {} }, status: 200, ms: 1 };
  on.databaseCall(call);
  on.invocation({ functionName: 'Delete', number: 2, event: proxied('r-5') });
  on.databaseCall(call);
  expect(steps.map(({ requestId }) => requestId)).toEqual(['r-4', undefined]);
});

test('a function that ends in the middle of the events of a request is a step of it', () => {
  const { steps, on } = record();
  const image = { metadata: { M: { eventId: { S: 'e-1' }, requestId: { S: 'r-1' } } } };
  const facts = {
    functionName: 'Publish',
    number: 1,
    event: { Records: [{ eventSource: 'aws:dynamodb', dynamodb: { NewImage: image } }] },
  };
  on.invocation(facts);
  on.invocation({ ...facts, end: { ms: 2, error: 'signal: killed' } });
  expect(steps[1]).toMatchObject({ kind: 'failure', requestId: 'r-1', error: 'signal: killed' });
});

test('the tally says where events are: waiting, on the bus, retrying, delivered', () => {
  const tally = openTally();
  const counted = openRecorder(tally.note);
  tally.note({
    kind: 'transaction',
    at: '',
    functionName: 'f',
    operation: 'TransactWriteItems',
    outcome: 'committed',
    ms: 1,
    writes: [],
    eventIds: ['e-1'],
  });
  expect(tally.read()).toMatchObject({ committed: 1, waiting: 1, published: 0 });
  counted.event(envelope, { eventBusName: 'main', rules: ['crm-rule'] });
  counted.delivery({ ...attempt, outcome: 'retrying', exchange });
  expect(tally.read()).toMatchObject({ waiting: 0, published: 1, retrying: 1, delivered: 0 });
  counted.delivery({ ...attempt, attempt: 2, outcome: 'delivered', exchange });
  expect(tally.read()).toMatchObject({ retrying: 0, delivered: 1, lost: 0 });
});
