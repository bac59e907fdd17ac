import { mappingDefinition } from '../src/event-source/definition.ts';
import type { EventSourceMapping } from '../src/event-source/mapping.ts';
import type { Resource } from '../src/template/model.ts';
import { queueScene } from './queue-scene.ts';

const started: EventSourceMapping[] = [];
const running = (mapping: EventSourceMapping): EventSourceMapping => {
  started.push(mapping);
  return mapping;
};
afterEach(async () => {
  for (const mapping of started.splice(0)) await mapping.stop();
});

const read = (properties: object) => mappingDefinition({ path: 'S/M', properties: () => properties } as unknown as Resource);
const reported = (...ids: readonly unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('an event source mapping on a queue', () => {
  test('hands a message over in the shape of Lambda, and deletes it', async () => {
    const scene = queueScene();
    const { id, bodyMd5, attributesMd5 } = scene.queue.send({
      body: '{"a":1}',
      attributes: { CODE: { DataType: 'String', StringValue: 'TIMEOUT' }, RAW: { DataType: 'Binary', BinaryValue: 'AP8=' } },
    });
    await running(scene.start(() => undefined)).idle();
    expect(scene.batches).toEqual([
      [
        {
          messageId: id,
          receiptHandle: expect.stringContaining(id),
          body: '{"a":1}',
          attributes: {
            ApproximateReceiveCount: '1',
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            SentTimestamp: expect.stringMatching(/^\d{13}$/),
            SenderId: expect.any(String),
          },
          messageAttributes: {
            CODE: { stringValue: 'TIMEOUT', dataType: 'String', stringListValues: [], binaryListValues: [] },
            RAW: { binaryValue: 'AP8=', dataType: 'Binary', stringListValues: [], binaryListValues: [] },
          },
          md5OfBody: bodyMd5,
          md5OfMessageAttributes: attributesMd5,
          eventSource: 'aws:sqs',
          eventSourceARN: scene.arn,
          awsRegion: 'eu-west-1',
        },
      ],
    ]);
    expect(scene.queue.find(id)).toBeUndefined();
  });

  test('deletes what is not reported, and hands what is over again until it succeeds', async () => {
    const scene = queueScene();
    for (const body of ['one', 'two', 'three']) scene.queue.send({ body });
    let isBroken = true;
    const mapping = scene.start((records) => {
      const failed = records.filter(({ body }) => isBroken && body === 'two').map(({ messageId }) => messageId);
      isBroken = false;
      return reported(...failed);
    });
    await running(mapping).idle();
    expect(scene.bodies()).toEqual([['one', 'two', 'three'], ['two']]);
    expect(scene.batches[1]?.[0]?.attributes.ApproximateReceiveCount).toBe('2');
    expect(scene.queue.counts()).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  });

  test('gives a poison message to the redrive policy after its receives, and the rest goes on', async () => {
    const scene = queueScene();
    for (const body of ['poison', 'fine']) scene.queue.send({ body });
    const poison = ({ body }: { readonly body: string }) => body === 'poison';
    await running(scene.start((records) => reported(...records.filter(poison).map(({ messageId }) => messageId)))).idle();
    expect(scene.bodies()).toEqual([['poison', 'fine'], ['poison'], ['poison']]);
    expect((await scene.dead.receive()).map(({ body, movedFrom }) => [body, movedFrom])).toEqual([['poison', scene.arn]]);
  });

  test('returns the whole batch when the function throws, and says so', async () => {
    const scene = queueScene();
    for (const body of ['one', 'two']) scene.queue.send({ body });
    let calls = 0;
    const mapping = scene.start(() => {
      calls += 1;
      if (calls === 1) throw new Error('no table');
    });
    await running(mapping).idle();
    const [first, ...later] = scene.bodies();
    expect(first).toEqual(['one', 'two']);
    // They need not become visible again in the same millisecond.
    expect(later.flat()).toEqual(['one', 'two']);
    expect(scene.warnings).toEqual(['collect failed on 2 message(s), which become visible again: no table']);
  });

  test.each([
    ['an unknown id', reported('nobody')],
    ['an empty id', reported('')],
    ['no id', { batchItemFailures: [{ id: 'x' }] }],
  ])('takes %s in the answer for a failure of all', async (_, answer) => {
    const scene = queueScene();
    for (const body of ['one', 'two']) scene.queue.send({ body });
    await running(scene.start(() => answer)).idle();
    // Whether they come back in one batch is for the clock to say.
    const handedOver = Map.groupBy(scene.bodies().flat(), (body) => body);
    expect([...handedOver].map(([body, times]) => [body, times.length])).toEqual([
      ['one', 3],
      ['two', 3],
    ]);
    expect(await scene.dead.receive({ most: 10 })).toHaveLength(2);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['null failures', { batchItemFailures: null }],
    ['an empty list', reported()],
  ])('takes %s for a success of all', async (_, answer) => {
    const scene = queueScene();
    scene.queue.send({ body: 'one' });
    await running(scene.start(() => answer)).idle();
    expect(scene.bodies()).toEqual([['one']]);
  });

  test('does not read the answer of a function that is not set to report', async () => {
    const scene = queueScene();
    scene.queue.send({ body: 'one' });
    await running(scene.start(() => reported('nobody'), { reportsItemFailures: false })).idle();
    expect(scene.bodies()).toEqual([['one']]);
  });

  test('deletes what its filter refuses without an invocation', async () => {
    const scene = queueScene();
    for (const body of ['{"kind":"a"}', '{"kind":"b"}', 'plain']) scene.queue.send({ body });
    const { accepts } = read({
      EventSourceArn: scene.arn,
      FunctionName: 'f',
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["a"]}}' }] },
    }) as { readonly accepts: (record: unknown) => boolean };
    await running(scene.start(() => undefined, { accepts })).idle();
    expect(scene.bodies()).toEqual([['{"kind":"a"}']]);
  });

  test('gathers a batch within its window', async () => {
    const scene = queueScene();
    for (let index = 0; index < 12; index += 1) scene.queue.send({ body: String(index) });
    await running(scene.start(() => undefined, { batchSize: 12, windowSeconds: 300 })).idle();
    expect(scene.batches.map((batch) => batch.length)).toEqual([12]);
  });

  test('runs at most as many batches at once as it is allowed', async () => {
    const scene = queueScene();
    for (let index = 0; index < 8; index += 1) scene.queue.send({ body: String(index) });
    let [now, most] = [0, 0];
    const handler = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
    };
    await running(scene.start(handler, { batchSize: 1, concurrency: 3 })).idle();
    expect(most).toBe(3);
    expect(scene.batches).toHaveLength(8);
  });

  test('is idle while somebody else holds a message', async () => {
    const scene = queueScene();
    scene.queue.send({ body: 'theirs' });
    expect(await scene.queue.receive()).toHaveLength(1);
    await running(scene.start(() => undefined)).idle();
    expect(scene.batches).toEqual([]);
  });

  test('takes nothing once it is stopped', async () => {
    const scene = queueScene();
    const mapping = scene.start(() => undefined);
    await mapping.idle();
    await mapping.stop();
    scene.queue.send({ body: 'late' });
    expect((await scene.queue.receive()).map(({ body, receiveCount }) => [body, receiveCount])).toEqual([['late', 1]]);
    expect(scene.batches).toEqual([]);
  });
});
