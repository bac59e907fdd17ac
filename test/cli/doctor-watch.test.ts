import { checkAlarms } from '../../cli/doctor/aws/alarms.ts';
import { checkBus, checkRules } from '../../cli/doctor/aws/bus.ts';
import { checkCanary } from '../../cli/doctor/aws/canary.ts';
import { checkConnections } from '../../cli/doctor/aws/connections.ts';
import { checkDeadLetters } from '../../cli/doctor/aws/dead-letters.ts';
import { checkEmail } from '../../cli/doctor/aws/email.ts';
import { checkEventBridgeQuotas } from '../../cli/doctor/aws/eventbridge-quotas.ts';
import { checkPublisherLag } from '../../cli/doctor/aws/publisher-lag.ts';
import { type AwsAnswer, awsError, clientsAnswering, installationWith } from '../support/aws-answers.ts';

const NOW = new Date('2026-11-22T14:15:00.000Z');
const named = (type: string, ...ids: readonly string[]) => ids.map((id) => ({ type, logicalId: id, physicalId: `physical-${id}` }));

describe('what is watched', () => {
  const points = (...values: readonly number[]): AwsAnswer => ({
    MetricDataResults: [{ Values: values, Timestamps: values.map((_, index) => new Date(NOW.getTime() - index * 300_000)) }],
  });

  test.each([
    ['ok', [], 'nothing to publish'],
    ['ok', [200, 900], 'at most 900 ms'],
    ['warn', [61_000], 'at most 61000 ms'],
    ['fail', [100, 300_000], 'at most 300000 ms'],
  ])('the publisher is %s with %p', async (result, values, seen) => {
    const { cloudWatch } = clientsAnswering({ GetMetricData: points(...values) });
    expect(await checkPublisherLag(cloudWatch, 'f', NOW)).toMatchObject({ result, seen: expect.stringContaining(seen) });
  });

  const alarm = (changes: object = {}) => ({ StateValue: 'OK', AlarmActions: ['topic'], ActionsEnabled: true, ...changes });
  const ringing = alarm({ StateValue: 'ALARM', AlarmDescription: 'Do. See docs/runbook.md#publisher-lag' });
  test.each([
    ['ok', [alarm(), alarm({ StateValue: 'INSUFFICIENT_DATA' })], 'none of 2 in ALARM'],
    ['warn', [alarm(), alarm({ AlarmActions: [] })], '1 of them notify nobody'],
    ['fail', [alarm(), ringing], 'in ALARM: publisher-lag'],
    ['fail', [alarm()], '1 alarm missing'],
  ])('the alarms are %s with %j', async (result, MetricAlarms, seen) => {
    const { cloudWatch } = clientsAnswering({ DescribeAlarms: { MetricAlarms } });
    expect(await checkAlarms(cloudWatch, named('A', 'One', 'Two'))).toMatchObject({ result, seen: expect.stringContaining(seen) });
  });

  test('an alarm that rings leads to its heading in the runbook', async () => {
    const { cloudWatch } = clientsAnswering({ DescribeAlarms: { MetricAlarms: [ringing] } });
    expect(await checkAlarms(cloudWatch, named('A', 'One'))).toMatchObject({ see: 'docs/runbook.md#publisher-lag' });
  });

  test('a message in a dead-letter queue is told with its queue', async () => {
    const queues = named('Q', 'WelcomeDeadLetters0A1B2C3D', 'WebhookReconcilerDeadLetters0A1B2C3D');
    const counting = (counts: Readonly<Record<string, string>>) =>
      clientsAnswering({
        GetQueueAttributes: ({ QueueUrl }) => ({ Attributes: { ApproximateNumberOfMessages: counts[String(QueueUrl)] ?? '0' } }),
      }).sqs;
    expect(await checkDeadLetters(counting({}), queues)).toEqual({ result: 'ok', seen: '2 queues empty' });
    const bus = named('Q', 'BusDeadLetters0A1B2C3D');
    expect(await checkDeadLetters(counting({ 'physical-BusDeadLetters0A1B2C3D': '1' }), bus)).toMatchObject({
      ...{ seen: '1 in Bus', see: 'docs/runbook.md#bus-dead-letters' },
    });
    expect(await checkDeadLetters(counting({ 'physical-WebhookReconcilerDeadLetters0A1B2C3D': '3' }), queues)).toMatchObject({
      ...{ result: 'fail', seen: '3 in WebhookReconciler', see: 'docs/runbook.md#webhook-reconciler-dead-letters' },
    });
  });

  const canary = (State: string, success: readonly number[]) =>
    checkCanary(
      clientsAnswering({ DescribeRule: { State, ScheduleExpression: 'rate(5 minutes)' }, GetMetricData: points(...success) }),
      installationWith({ 'CanarySchedule1 AWS::Events::Rule': 'schedule' }),
      NOW,
    );
  test.each([
    ['ok', 'ENABLED', [1, 0], 'succeeded at 14:15 UTC'],
    ['warn', 'ENABLED', [0, 1], 'failed since'],
    ['fail', 'ENABLED', [0, 0], '2 runs and no success in 15 minutes'],
    ['fail', 'ENABLED', [], 'no run in 15 minutes'],
    ['skipped', 'DISABLED', [], 'switched off'],
  ])('the canary is %s when it is %s with %p', async (result, state, success, seen) => {
    expect(await canary(state, success)).toMatchObject({ result, seen: expect.stringContaining(seen) });
  });
});

describe('the bus', () => {
  const installation = installationWith(
    {
      'Own1 AWS::Events::Rule': 'tenantry-dev|operator-crm',
      'Sweep1 AWS::Events::Rule': 'sweep',
      'CanarySchedule1 AWS::Events::Rule': 'schedule',
      'Crm1 AWS::Events::Connection': 'Crm1-abc',
    },
    { EventBusName: 'tenantry-dev', EventArchiveName: 'archive' },
  );

  test.each([
    ['ok', 'ENABLED'],
    ['fail', 'CREATE_FAILED'],
  ])('is %s with an archive that is %s', async (result, State) => {
    const { eventBridge } = clientsAnswering({ DescribeEventBus: {}, DescribeArchive: { State, RetentionDays: 90 } });
    expect(await checkBus(eventBridge, installation)).toMatchObject({ result });
  });

  test('has its rules on, and that of the canary is no matter of theirs', async () => {
    const asked: unknown[] = [];
    const withState = (off: string) =>
      clientsAnswering({
        DescribeRule: (input) => {
          asked.push(input);
          return { State: input.Name === off ? 'DISABLED' : 'ENABLED' };
        },
      }).eventBridge;
    expect(await checkRules(withState('schedule'), installation)).toEqual({ result: 'ok', seen: '2 rules on' });
    expect(asked).toEqual([{ Name: 'operator-crm', EventBusName: 'tenantry-dev' }, { Name: 'sweep' }]);
    expect(await checkRules(withState('operator-crm'), installation)).toMatchObject({ result: 'fail', seen: 'off: Own1' });
  });

  test('has rules that are looked for on it, too, when their ids do not say on which bus they are', async () => {
    const { eventBridge } = clientsAnswering({
      DescribeRule: ({ Name, EventBusName }) =>
        Name === 'sweep' && EventBusName === undefined ? awsError('ResourceNotFoundException') : { State: 'ENABLED' },
    });
    expect(await checkRules(eventBridge, installation)).toEqual({ result: 'ok', seen: '2 rules on' });
  });

  const connection = (Name: string, ConnectionState: string) => ({ Name, ConnectionState });
  test.each([
    [
      'ok',
      [connection('Crm1-abc', 'AUTHORIZED'), connection('tenantry-dev-1', 'AUTHORIZED')],
      '1 connection of the deployment and 1 of tenants',
    ],
    ['warn', [connection('Crm1-abc', 'AUTHORIZED'), connection('tenantry-dev-1', 'DEAUTHORIZED')], 'tenantry-dev-1 DEAUTHORIZED'],
    ['fail', [connection('Crm1-abc', 'DEAUTHORIZED')], 'Crm1-abc DEAUTHORIZED'],
    ['fail', [connection('Crm1-abcd', 'AUTHORIZED')], 'Crm1-abc missing'],
  ])('has connections that are %s with %j', async (result, all, seen) => {
    const { eventBridge } = clientsAnswering({
      // A page of one each, so that pages are followed.
      ListConnections: ({ NamePrefix, NextToken }) => {
        const found = all.filter(({ Name }) => Name.startsWith(String(NamePrefix)));
        const at = Number(NextToken ?? 0);
        return { Connections: found.slice(at, at + 1), ...(at + 1 < found.length && { NextToken: String(at + 1) }) };
      },
    });
    expect(await checkConnections(eventBridge, installation)).toMatchObject({ result, seen: expect.stringContaining(seen) });
  });
});

describe("EventBridge's quotas", () => {
  const plain = { EventPattern: '{"source":["a"]}' };
  const wild = { EventPattern: '{"source":[{"wildcard":"a*"}]}' };
  const times = (count: number, item: object) => Array.from({ length: count }, () => item);

  test.each([
    ['ok', [...times(50, plain), ...times(23, wild), {}], 3, '74 of 300 rules, 23 of 30 with wildcards, 3 of 3000 connections', undefined],
    ['warn', times(24, wild), 3, '24 of 30 with wildcards', '"Rules containing wildcards" is fixed'],
    ['warn', times(240, plain), 3, '240 of 300 rules', '"Number of rules" in Service Quotas'],
    ['warn', [], 2400, '2400 of 3000 connections', '"Connections" in Service Quotas'],
  ])('are %s with %j', async (result, rules, connections, seen, todo) => {
    const { eventBridge } = clientsAnswering({
      // Half of them on each of two pages.
      ListRules: ({ NextToken }) => {
        const half = Math.ceil(rules.length / 2);
        return NextToken === undefined ? { Rules: rules.slice(0, half), NextToken: 'more' } : { Rules: rules.slice(half) };
      },
      ListConnections: { Connections: times(connections, {}) },
      ListApiDestinations: {},
    });
    const found = await checkEventBridgeQuotas(eventBridge, installationWith({}, { EventBusName: 'tenantry-dev' }));
    expect(found).toMatchObject({ result, seen: expect.stringContaining(seen) });
    expect(found.todo).toEqual(todo === undefined ? undefined : expect.stringContaining(todo));
  });
});

describe('e-mail', () => {
  const account = { ProductionAccessEnabled: true, SendingEnabled: true, EnforcementStatus: 'HEALTHY' };
  const verified = (identity: string) => ({
    GetEmailIdentity: ({ EmailIdentity }: { readonly EmailIdentity?: unknown }) =>
      EmailIdentity === identity ? { VerifiedForSendingStatus: true } : awsError('NotFoundException'),
  });

  test.each([
    ['ok', 'accounts@acme.test', {}],
    ['ok', 'acme.test', {}],
    ['warn', 'acme.test', { ProductionAccessEnabled: false }],
    ['fail', 'acme.test', { SendingEnabled: false }],
    ['fail', 'other.test', {}],
  ])('is %s with the identity %s and the account %j', async (result, identity, changes) => {
    const { ses } = clientsAnswering({ GetAccount: { ...account, ...changes }, ...verified(identity) });
    expect(await checkEmail(ses, 'accounts@acme.test')).toMatchObject({ result });
  });
});
