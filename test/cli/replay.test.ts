import { type EventBridgeClient, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { type ReplayRequest, replay } from '../../cli/replay/run.ts';

const WEBHOOK = '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66';
const BUS = 'arn:aws:events:eu-west-1:111111111111:event-bus/tenantry-dev';
const RULE = 'arn:aws:events:eu-west-1:111111111111:rule/tenantry-dev/tenantry-dev-019f2b6ca2b17e558d107b1f0c2d4e66';

const request: ReplayRequest = {
  ...{ webhook: WEBHOOK, from: '2026-11-22T14:00:00.000Z', to: '2026-11-22T15:00:00.000Z', lineageOnly: false, dryRun: false },
  bus: { name: 'tenantry-dev', installation: 'tenantry-dev' },
};

interface Control {
  readonly rule?: { readonly State: string; readonly EventPattern?: string } | 'none';
  readonly archives?: readonly string[];
  readonly states?: readonly string[];
}

/** A control plane that answers so, what it was asked to start, and what was told. */
const scene = ({ rule = { State: 'ENABLED' }, archives = ['tenantry-archive'], states = ['COMPLETED'] }: Control = {}) => {
  const [started, told, waiting]: [Record<string, unknown>[], string[], string[]] = [[], [], [...states]];
  const made: unknown[] = [];
  const answers: Readonly<Record<string, (input: Record<string, unknown>) => object>> = {
    DescribeRuleCommand: ({ Name }) => {
      if (rule === 'none') throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
      return { Arn: RULE.replace(/[^/]*$/, String(Name)), ...rule };
    },
    DescribeEventBusCommand: () => ({ Arn: BUS }),
    ListTargetsByRuleCommand: () => ({ Targets: [{ Id: 'webhook', Arn: 'arn:destination' }] }),
    PutRuleCommand: ({ Name, EventPattern }) => {
      made.push({ put: Name, pattern: JSON.parse(String(EventPattern)) });
      return { RuleArn: `arn:${Name}` };
    },
    PutTargetsCommand: ({ Rule, Targets }) => ({ noted: made.push({ targets: Targets, of: Rule }) }),
    RemoveTargetsCommand: ({ Rule, Ids }) => ({ noted: made.push({ removed: Ids, of: Rule }) }),
    DeleteRuleCommand: ({ Name }) => ({ noted: made.push({ deleted: Name }) }),
    ListArchivesCommand: () => ({ Archives: archives.map((ArchiveName) => ({ ArchiveName })) }),
    StartReplayCommand: (input) => {
      started.push(input);
      return {};
    },
    DescribeReplayCommand: () => ({ State: waiting.shift(), EventLastReplayedTime: new Date('2026-11-22T14:30:00Z') }),
  };
  const send = async (command: { readonly input: Record<string, unknown> }) => answers[command.constructor.name]?.(command.input);
  let pauses = 0;
  const deps = {
    client: { send } as unknown as Pick<EventBridgeClient, 'send'>,
    pause: async () => {
      pauses += 1;
    },
    settle: async () => void made.push('settled'),
    now: () => new Date('2026-11-22T16:00:00.000Z'),
    tell: (line: string) => void told.push(line),
  };
  return { deps, started, told, made, pauses: () => pauses };
};

test('what the bus has archived of the span is replayed to the one rule of the endpoint, and the end is waited for', async () => {
  const { deps, started, told, pauses } = scene({ states: ['STARTING', 'RUNNING', 'COMPLETED'] });
  const done = await replay(request, deps);
  expect(done).toMatchObject({ archive: 'tenantry-archive', rule: RULE, state: 'COMPLETED' });
  expect(started).toEqual([
    {
      ReplayName: done.replay,
      EventSourceArn: 'arn:aws:events:eu-west-1:111111111111:archive/tenantry-archive',
      EventStartTime: new Date(request.from),
      EventEndTime: new Date(request.to),
      Destination: { Arn: BUS, FilterArns: [RULE] },
    },
  ]);
  expect(pauses()).toBe(2);
  expect(told.at(-1)).toContain('COMPLETED, up to 2026-11-22T14:30:00.000Z');
});

test('nothing is replayed before the rule of the endpoint has had the time to take effect', async () => {
  const { deps, started } = scene();
  let startedBefore: number | undefined;
  const settle = async () => {
    startedBefore = started.length;
  };
  await replay(request, { ...deps, settle });
  expect([startedBefore, started.length]).toEqual([0, 1]);
});

test('the name of a replay fits EventBridge also for the longest name of an endpoint', async () => {
  const { deps } = scene();
  const { replay: name = '' } = await replay({ ...request, webhook: 'x'.repeat(48) }, deps);
  expect(name).toMatch(/^[.\-_A-Za-z0-9]{1,64}$/);
});

const OF_PARTNER = {
  State: 'ENABLED',
  EventPattern: JSON.stringify({ source: ['tenantry'], 'detail-type': ['a'], detail: { metadata: { lineage: ['/partners/9'] } } }),
};
const FORMER = 'tenantry-dev-former.AZ8rbKKxflWNEHsfDC1OZg';

test('a replay to a partner also sends events without a lineage, by a rule for this replay that is removed again', async () => {
  const { deps, started, made } = scene({ rule: OF_PARTNER });
  const { replay: name } = await replay(request, deps);
  expect(made).toEqual([
    {
      put: FORMER,
      pattern: {
        ...{ source: ['tenantry'], 'detail-type': ['a'], 'replay-name': [name] },
        detail: {
          metadata: { lineage: [{ exists: false }], tenant: expect.arrayContaining(['/partners/9', { wildcard: '/partners/*/9' }]) },
        },
      },
    },
    { targets: [{ Id: 'webhook', Arn: 'arn:destination' }], of: FORMER },
    'settled',
    { removed: ['webhook'], of: FORMER },
    { deleted: FORMER },
  ]);
  expect(started).toMatchObject([{ Destination: { Arn: BUS, FilterArns: [RULE, `arn:${FORMER}`] } }]);
});

test('the rule for events without a lineage is removed although the replay could not be started', async () => {
  const { deps, made } = scene({ rule: OF_PARTNER, states: [] });
  const failing = { ...deps, settle: () => Promise.reject(new Error('interrupted')) };
  await expect(replay(request, failing)).rejects.toThrow('interrupted');
  expect(made.at(-1)).toEqual({ deleted: FORMER });
});

test('--lineage-only makes no rule', async () => {
  const { deps, made } = scene({ rule: OF_PARTNER });
  await replay({ ...request, lineageOnly: true }, deps);
  expect(made).toEqual(['settled']);
});

test('a dry run starts nothing', async () => {
  const { deps, started } = scene();
  expect(await replay({ ...request, dryRun: true }, deps)).toEqual({ archive: 'tenantry-archive', rule: RULE });
  expect(started).toEqual([]);
});

test('that the last minutes may be missing is told', async () => {
  const { deps, told } = scene();
  await replay({ ...request, to: '2026-11-22T15:50:00.001Z', dryRun: true }, deps);
  expect(told).toEqual(['Events of the last ten minutes may not be in the archive yet.']);
});

test.each<[string, Control, RegExp]>([
  ['without a rule', { rule: 'none' }, /no rule/],
  ['that is suspended', { rule: { State: 'DISABLED' } }, /resume it first/],
  ['on a bus without an archive', { archives: [] }, /no archive/],
  ['on a bus with several archives', { archives: ['a', 'b'] }, /--archive: a, b/],
])('nothing is replayed to an endpoint %s', async (_, control, fault) => {
  const { deps, started } = scene(control);
  await expect(replay(request, deps)).rejects.toThrow(fault);
  expect(started).toEqual([]);
});

test('a replay that fails says why', async () => {
  const { deps } = scene({ states: ['FAILED'] });
  expect(await replay(request, deps)).toMatchObject({ state: 'FAILED' });
});
