import { mappingDefinition } from '../src/event-source/definition.ts';
import type { Resource } from '../src/template/model.ts';

const read = (properties: object) => mappingDefinition({ path: 'S/M', properties: () => properties } as unknown as Resource);

describe('the definition of a mapping', () => {
  const EventSourceArn = 'arn:aws:sqs:eu-west-1:123456789012:work';

  test('has the defaults of Lambda for a queue', () => {
    expect(read({ EventSourceArn, FunctionName: 'f' })).toMatchObject({
      queueArn: EventSourceArn,
      batchSize: 10,
      windowSeconds: 0,
      concurrency: 5,
      reportsItemFailures: false,
    });
    expect(
      read({
        EventSourceArn,
        FunctionName: 'f',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      }),
    ).toMatchObject({ concurrency: 2, reportsItemFailures: true });
  });

  test('refuses what Lambda refuses, and sources that are not run', () => {
    expect(() => read({ EventSourceArn, FunctionName: 'f', BatchSize: 11 })).toThrow('needs a batching window');
    expect(() => read({ EventSourceArn: 'arn:aws:kinesis:x', FunctionName: 'f' })).toThrow('only DynamoDB streams and SQS queues');
    expect(read({ EventSourceArn, FunctionName: 'f', Enabled: false })).toBeUndefined();
  });
});
