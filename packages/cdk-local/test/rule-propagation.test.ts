import { eventBridge } from '../src/eventbridge/event-bridge.ts';
import { propagation } from '../src/eventbridge/propagation.ts';
import type { EventBus, Registry, Rule } from '../src/eventbridge/resources.ts';

const DELAY_MS = 1000;

/** Rules of the default bus under a clock of the test. */
const scene = () => {
  const rules = new Map<string, Rule>();
  const bus = { name: 'default', rules } as unknown as EventBus;
  const clock = { now: 0 };
  const registry = { buses: new Map([['default', bus]]) } as unknown as Registry;
  const changes = propagation({ registry, delayMs: DELAY_MS, now: () => clock.now });
  const put = (state: Rule['state'], ...targets: readonly string[]): void => {
    const rule = { name: 'r', state, targets: new Map(targets.map((id) => [id, { Id: id, Arn: id }])) } as unknown as Rule;
    changes.run('PutRule', { Name: 'r' }, () => rules.set('r', rule));
  };
  const seenAt = (now: number) => {
    clock.now = now;
    return changes.rulesOf(bus).map(({ state, targets }) => [state, ...targets.keys()].join(' '));
  };
  return { rules, changes, clock, put, seenAt };
};

test('a new rule takes effect after the delay', () => {
  const { put, seenAt } = scene();
  put('ENABLED');
  expect(seenAt(DELAY_MS - 1)).toEqual([]);
  expect(seenAt(DELAY_MS)).toEqual(['ENABLED']);
});

test('changes take effect one after another, each after the delay', () => {
  const { put, seenAt, clock } = scene();
  put('DISABLED');
  clock.now = 400;
  put('ENABLED', 'one');
  expect(seenAt(999)).toEqual([]);
  expect(seenAt(1000)).toEqual(['DISABLED']);
  expect(seenAt(1399)).toEqual(['DISABLED']);
  expect(seenAt(1400)).toEqual(['ENABLED one']);
});

test('a target that is put, and a rule that is deleted, are followed as late', () => {
  const { rules, changes, put, seenAt, clock } = scene();
  put('ENABLED', 'one');
  clock.now = 1000;
  changes.run('PutTargets', { Rule: 'r' }, () => rules.get('r')?.targets.set('two', { Id: 'two', Arn: 'two' }));
  expect(seenAt(1999)).toEqual(['ENABLED one']);
  expect(seenAt(2000)).toEqual(['ENABLED one two']);
  changes.run('DeleteRule', { Name: 'r' }, () => rules.delete('r'));
  expect(seenAt(2999)).toEqual(['ENABLED one two']);
  expect(seenAt(3000)).toEqual([]);
});

test('a call that is refused changes nothing', () => {
  const { changes, put, seenAt, clock } = scene();
  put('ENABLED');
  clock.now = 1000;
  const refuse = () => {
    throw new Error('refused');
  };
  expect(() => changes.run('DisableRule', { Name: 'r' }, refuse)).toThrow('refused');
  expect(seenAt(1000)).toEqual(['ENABLED']);
});

test('what the API disables still matches for a while; what a template makes does so at once', async () => {
  const matched: (readonly string[])[] = [];
  const onEvent = (_: unknown, { rules }: { readonly rules: readonly string[] }) => void matched.push(rules);
  const bridge = eventBridge({ region: 'eu-west-1', account: '123456789012', propagationMs: 60_000, onEvent });
  bridge.putRule({ Name: 'r', EventPattern: '{"source":["x"]}' });
  const entry = { Source: 'x', DetailType: 'd', Detail: '{}' };
  bridge.putEvents({ Entries: [entry] });
  await bridge.handle('DisableRule', { Name: 'r' });
  expect(bridge.describeRule({ Name: 'r' }).State).toBe('DISABLED');
  bridge.putEvents({ Entries: [entry] });
  expect(matched).toEqual([['r'], ['r']]);
  await bridge.stop();
});
