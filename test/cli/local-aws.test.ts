import { awsOfQueue } from '../../cli/shared/local-aws.ts';

test('a queue of the runtime of this machine is called there, with its keys', () => {
  expect(awsOfQueue('http://127.0.0.1:4100/000000000000/dead')).toEqual({
    endpoint: 'http://127.0.0.1:4100',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});

test.each(['https://sqs.eu-west-1.amazonaws.com/222222222222/dead', 'http://127.0.0.1.example.com/222222222222/dead', 'dead'])(
  'any other is called as the operator is configured: %s',
  (url) => {
    expect(awsOfQueue(url)).toEqual({});
  },
);
