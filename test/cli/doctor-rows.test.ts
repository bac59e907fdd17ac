import { fail, ok, skip, warn } from '../../cli/doctor/finding.ts';
import { awsChecks } from '../../cli/doctor/plan.ts';
import { type Row, runChecks, toFinding } from '../../cli/doctor/run.ts';
import { formatTable, summarize, wrap } from '../../cli/doctor/table.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { awsError, clientsAnswering, denied, installationWith } from '../support/aws-answers.ts';
import { doctorOptions } from './options-of.ts';

const options = { width: 2, limit: 60_000, onDone: () => undefined };

test('rows come in the order of their checks, however long each takes, and no more look at once than may', async () => {
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const full = Promise.withResolvers<void>();
  const begun: number[] = [];
  const checks = gates.map(({ promise }, index) => ({
    name: String(index),
    look: async () => {
      begun.push(index);
      if (begun.length === options.width) full.resolve();
      await promise;
      return ok(`seen ${index}`);
    },
  }));
  const done: string[] = [];
  const running = runChecks(checks, { ...options, onDone: ({ check }) => done.push(check) });
  await full.promise;
  expect(begun).toEqual([0, 1]);
  for (const index of [1, 2, 0]) gates[index]?.resolve();
  expect((await running).map(({ check, seen }) => `${check} ${seen}`)).toEqual(['0 seen 0', '1 seen 1', '2 seen 2']);
  expect(done).toHaveLength(3);
});

test('a check that throws or does not end is a row like any other', async () => {
  const rows = await runChecks(
    [
      { name: 'throws', look: () => Promise.reject(awsError('ThrottlingException', 'Rate exceeded')) },
      { name: 'hangs', look: () => new Promise(() => undefined) },
      { name: 'is well', look: async () => ok('well') },
    ],
    { ...options, limit: 20 },
  );
  expect(rows).toMatchObject([
    { check: 'throws', result: 'fail', seen: 'ThrottlingException: Rate exceeded' },
    { check: 'hangs', result: 'fail', seen: 'no answer within 0.02 seconds' },
    { check: 'is well', result: 'ok' },
  ]);
});

test.each([
  [denied('dynamodb:DescribeTable'), 'warn', 'may not look'],
  [awsError('ExpiredTokenException'), 'fail', 'no valid AWS credentials'],
  [new TypeError('fetch failed', { cause: awsError('Error', 'getaddrinfo') }), 'fail', 'not reached: getaddrinfo'],
  [awsError('ResourceNotFoundException', 'Table: x not found\n  at y'), 'fail', 'ResourceNotFoundException: Table: x not found'],
])('the error %s is %s', (error, result, seen) => {
  expect(toFinding(error)).toMatchObject({ result, seen: expect.stringContaining(seen) });
});

test.each([
  ['Region is missing', '--region'],
  ['The --token-command ended with 1.', 'Run the command'],
  ['not reached: ECONNREFUSED', 'npx tenantry start'],
  ['not reached: ENOTFOUND', 'does not resolve'],
  ['something else', 'Try again'],
])('%s is told what to do about: %s', (message, todo) => {
  expect(toFinding(new Error(message)).todo).toContain(todo);
});

test('without rights to anything, each check of AWS says so and none crashes', async () => {
  const resources = [
    'DynamoDB::Table',
    'Lambda::Function',
    'Lambda::EventSourceMapping',
    'SQS::Queue',
    'Events::Rule',
    'Events::Connection',
  ];
  const installation = installationWith(
    Object.fromEntries([...resources, 'CloudWatch::Alarm', 'Logs::LogGroup'].map((type) => [`CanarySchedule1 AWS::${type}`, 'x'])),
    { EventBusName: 'bus' },
  );
  const account = { clients: clientsAnswering({}), installation, now: new Date() };
  const rows = await runChecks(awsChecks(account, ''), options);
  const others = rows.filter(({ result, seen }) => !(result === 'warn' && seen.startsWith('these credentials may not look')));
  // The only rule of this installation is the canary's; and there is no user pool.
  expect(others.map(({ check }) => check)).toEqual(['rules', 'token endpoint']);
  expect(rows.length).toBeGreaterThan(15);
});

test('the table has a line for each row, as wide as it may be, with words unbroken', () => {
  const rows: readonly Row[] = [
    { check: 'health', ...ok('200 in 12 ms') },
    { check: 'dead letters', ...fail('3 in Welcome', 'Read them and fix the cause.', 'docs/runbook.md#welcome-dead-letters') },
    { check: 'alarms', ...warn('none of 24 in ALARM, 24 of them notify nobody', 'Set alarmTopicArn.') },
    { check: 'table', ...skip('needs AWS') },
  ];
  const lines = formatTable(rows, 100, false).split('\n');
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
  expect(lines[0]).toMatch(/^check +result +what was seen +what to do$/);
  for (const { check, result } of rows) expect(lines.filter((line) => line.startsWith(check) && line.includes(result))).toHaveLength(1);
  expect(lines.join('\n')).toContain('docs/runbook.md#welcome-dead-letters');
  expect(formatTable(rows, 100, true)).toContain('\u001b[31mfail');
  expect(summarize(rows)).toBe('1 ok, 1 warn, 1 fail, 1 skipped');
});

test('a table in which there is nothing to do has no column for it', () => {
  expect(formatTable([{ check: 'health', ...ok('200') }], 80, false)).not.toContain('what to do');
});

test('a word that is longer than its column stands as it is', () => {
  expect(wrap('a bb https://example.com/ccc d', 6)).toEqual(['a bb', 'https://example.com/ccc', 'd']);
});

test.each([
  [['--stage', 'prod'], { stage: 'prod', name: 'tenantry', write: false, json: false }],
  [
    ['--stage', 'dev', '--name', 'acme', '--region', 'eu-west-1'],
    { stage: 'dev', name: 'acme', region: 'eu-west-1', write: false, json: false },
  ],
  [['--url', 'https://api.acme.test/', '--write'], { name: 'tenantry', url: 'https://api.acme.test', write: true, json: false }],
])('the options %j are read', (args, expected) => {
  expect(doctorOptions(args, {})).toEqual(expected);
  expect(doctorOptions(args, { TENANTRY_TOKEN: 'token' })).toEqual({ ...expected, token: 'token' });
});

test.each([
  [[], '--stage and --url'],
  [['--url', 'ftp://x'], '--url'],
  [['--url', 'https://user:secret@x'], 'credentials'],
  [['--url', 'https://:@x'], 'credentials'],
  [['--url', 'https://x', '--region', 'eu-west-1'], '--stage is missing'],
  [['--stage', 'Prod'], '--stage'],
  [['--satge', 'prod'], '--satge'],
  [['--url', 'https://x', '--yes'], '--yes and --clean go with --first-hour'],
])('the options %j are refused', (args, sentence) => {
  expect(() => doctorOptions(args, {})).toThrow(UsageError);
  expect(() => doctorOptions(args, {})).toThrow(sentence);
});
