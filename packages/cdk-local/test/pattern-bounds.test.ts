import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import { digitsOf } from '@tenantry/event-pattern/addresses';
import { readJson } from '@tenantry/event-pattern/json';
import { viewOf } from '@tenantry/event-pattern/leaves';
import { compilePattern } from '@tenantry/event-pattern/pattern';
import { anyFilter } from '../src/event-source/filters.ts';
import { bridgeScene } from './bridge-scene.ts';

// What took a quadratic or exponential time here took hours: these tests need no clock to fail.

test('a long text that is nearly an address is none at once', () => {
  expect(digitsOf(`${':'.repeat(1_000_000)}x`)).toBeUndefined();
  expect(digitsOf(`${'1:'.repeat(500_000)}:`)).toBeUndefined();
  expect(digitsOf(`${'0'.repeat(1_000_000)}1::`)).toBe('00010000000000000000000000000000');
});

test('a suffix in either case is looked for at the end only', () => {
  const accepts = compilePattern(JSON.stringify({ a: [{ suffix: { 'equals-ignore-case': `${'a'.repeat(20_000)}b` } }] }));
  expect(accepts(viewOf({ a: 'a'.repeat(1_000_000) }))).toBe(false);
  expect(accepts(viewOf({ a: `${'A'.repeat(1_000_000)}B` }))).toBe(true);
});

const NAMES = ['k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z'];

/**
 * One path that leads into as many arrays as `count`, each with a member for each name in one
 * element and none for the others.
 */
const manyArrays = (count: number) => {
  const lists = Array.from({ length: count }, (_, list) => {
    const elements = NAMES.map((name) => `{"${name}":${list}}`);
    return `"a":[${elements.join(',')}]`;
  });
  return `{${lists.join(',')}}`;
};
const undecided = JSON.stringify({ a: Object.fromEntries(NAMES.map((name) => [name, [{ exists: true }]])) });

test('a choice among the elements of many arrays is found, or given up after so many steps', () => {
  const view = (arrays: number) => viewOf(readJson(manyArrays(arrays)));
  expect(compilePattern(undecided)(view(16))).toBe(true);
  expect(compilePattern(undecided)(view(4))).toBe(false);
  expect(() => compilePattern(undecided)(view(15))).toThrow('too many steps');
});

test('elements of one large array are gone through once, at whatever depth', () => {
  const accepts = compilePattern('{"a":{"b":{"x":[1],"y":[1]}}}');
  const elements = (count: number) => Array.from({ length: count }, (_, index) => (index % 2 === 0 ? { x: 1 } : { y: 1 }));
  expect(accepts(viewOf({ a: [{ b: elements(40_000) }, { b: elements(40_000) }] }))).toBe(false);
  expect(accepts(viewOf({ a: [{ b: elements(40_000) }, { b: [...elements(40_000), { x: 1, y: 1 }] }] }))).toBe(true);
});

test('a rule that cannot be decided stays alone, and so do an archive and a filter', async () => {
  const scene = await bridgeScene();
  try {
    const pattern = JSON.stringify({ detail: JSON.parse(undecided) as unknown });
    const { arn } = scene.sqs.create('sound');
    const { EventBusArn } = scene.bridge.createEventBus({ Name: 'bus' });
    scene.bridge.createArchive({ ArchiveName: 'archive', EventSourceArn: EventBusArn, EventPattern: pattern });
    scene.bridge.putRule({ Name: 'hard', EventBusName: 'bus', EventPattern: pattern });
    scene.bridge.putRule({ Name: 'sound', EventBusName: 'bus', EventPattern: '{"source":["shop"]}' });
    scene.bridge.putTargets({ Rule: 'sound', EventBusName: 'bus', Targets: [{ Id: 'queue', Arn: arn }] });
    const Entries = [{ EventBusName: 'bus', Source: 'shop', DetailType: 'a', Detail: manyArrays(15) }];
    expect((await scene.client.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
    await scene.bridge.idle();
    expect(scene.sqs.attributes('sound').ApproximateNumberOfMessages).toBe('1');
    expect(scene.messages).toEqual([
      expect.stringMatching(/is not for the archive archive, which is broken: .*too many steps/),
      expect.stringMatching(/is not for the rule hard, which is broken: .*too many steps/),
    ]);
  } finally {
    await scene.stop();
  }
  // Whatever a filter cannot decide reaches the function, which would otherwise never hear of it.
  expect(anyFilter({ Filters: [{ Pattern: undecided }] })(readJson(manyArrays(15)))).toBe(true);
});

test('a field beside many combinations is put into each of them once', () => {
  const choices = (name: string) => ({ $or: Array.from({ length: 10 }, (_, value) => ({ [name]: [value] })) });
  const fields = Object.fromEntries(Array.from({ length: 100 }, (_, field) => [`f${field}`, ['x']]));
  const pattern = JSON.stringify({ p: choices('a'), q: choices('b'), ...fields });
  const set = jest.spyOn(Map.prototype, 'set');
  let steps = 0;
  try {
    expect(compilePattern(pattern)(viewOf({}))).toBe(false);
    steps = set.mock.calls.length;
  } finally {
    set.mockRestore();
  }
  // 100 combinations of 102 fields each.
  expect(steps).toBeLessThanOrEqual(100 * 102 + 1_000);
});
