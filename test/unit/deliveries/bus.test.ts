import { createSender } from '../../../functions/deliveries/bus.ts';

const BUS = { name: 'company', installation: 'tenantry-dev' };
const detail = '{"metadata":{"tenant":"/resellers/r1","eventId":"e1","lineage":["/resellers/r1"]},"payload":{"event":"reseller.created"}}';

test('an event for one endpoint is named by it, and its detail is sent to the letter', async () => {
  const sent: unknown[] = [];
  await createSender(BUS, async (entries) => {
    sent.push(...entries);
    return [{ EventId: 'x' }];
  })('billing', detail);
  expect(sent).toEqual([
    {
      EventBusName: 'company',
      Source: 'tenantry.directed',
      DetailType: 'to:billing',
      Resources: ['/resellers/r1', 'tenantry-dev'],
      Detail: detail,
    },
  ]);
});

test('an event from before there was a lineage is sent with one, so that the rule of a partner matches it', async () => {
  const sent: (string | undefined)[] = [];
  const before = '{"metadata":{"tenant":"/partners/1/9","eventId":"e1"},"payload":{"data":{"n":1}}}';
  await createSender(BUS, async (entries) => {
    sent.push(...entries.map(({ Detail }) => Detail));
    return [{ EventId: 'x' }];
  })('billing', before);
  expect(sent).toEqual([
    '{"metadata":{"tenant":"/partners/1/9","eventId":"e1","lineage":["/partners/1","/partners/9"]},"payload":{"data":{"n":1}}}',
  ]);
});

test.each([
  ['refuses the entry', async () => [{ ErrorCode: 'ThrottlingException' }]],
  ['answers nothing of it', async () => []],
  [
    'does not answer',
    async () => {
      throw new Error('socket hang up');
    },
  ],
])('a bus that %s is unavailable', async (_, putEvents) => {
  await expect(createSender(BUS, putEvents)('billing', detail)).rejects.toMatchObject({ code: 'dependency-unavailable' });
});
