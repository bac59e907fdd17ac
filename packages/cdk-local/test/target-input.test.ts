import type { Target } from '@aws-sdk/client-eventbridge';
import { readPath } from '../src/eventbridge/json-path.ts';
import type { EventEnvelope, Rule } from '../src/eventbridge/resources.ts';
import { targetInput } from '../src/eventbridge/target-input.ts';

const event: EventEnvelope = {
  version: '0',
  id: 'id-1',
  'detail-type': 'EC2 change',
  source: 'shop',
  account: '123456789012',
  time: '2026-11-22T14:15:22Z',
  region: 'eu-west-1',
  resources: ['arn:one', 'arn:two'],
  detail: { 'instance-id': 'i-0123456789', state: 'RUNNING', count: 9, quote: 'say "hi"', tags: [{ name: 'a' }, { name: 'b' }] },
};

const rule: Rule = {
  name: 'r',
  busName: 'default',
  arn: 'arn:aws:events:eu-west-1:123456789012:rule/r',
  description: undefined,
  roleArn: undefined,
  pattern: '{}',
  schedule: undefined,
  state: 'ENABLED',
  matches: () => true,
  targets: new Map(),
  tags: new Map(),
};

const input = (target: Partial<Target>) => targetInput({ Id: 't', Arn: 'arn', ...target }, event, rule);

test('a target without input settings receives the whole event', () => {
  expect(JSON.parse(input({}))).toEqual(event);
});

test('Input is sent as it is and InputPath sends only that part', () => {
  expect(input({ Input: '{"a":1}' })).toBe('{"a":1}');
  expect(input({ InputPath: '$.detail.tags[1]' })).toBe('{"name":"b"}');
  expect(input({ InputPath: '$.detail-type' })).toBe('"EC2 change"');
  expect(input({ InputPath: '$.detail.absent' })).toBe('null');
});

const InputPathsMap = {
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  count: '$.detail.count',
  tags: '$.detail.tags',
  quote: '$.detail.quote',
  absent: '$.detail.absent',
};

// The first five are the examples of "Input transformation" in the EventBridge user guide.
test.each([
  ['"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'],
  ['"instance \\"<instance>\\" is in <state>"', '"instance \\"i-0123456789\\" is in RUNNING"'],
  ['{"instance" : <instance>, "state": <state>}', '{"instance" : "i-0123456789", "state": "RUNNING"}'],
  [
    '{"instance": <instance>, "text": "instance \\"<instance>\\" is <state>"}',
    '{"instance": "i-0123456789", "text": "instance \\"i-0123456789\\" is RUNNING"}',
  ],
  ['{"state":[9, <state>, true], "done":"Yes"}', '{"state":[9, "RUNNING", true], "done":"Yes"}'],
  ['{"count": <count>, "tags": <tags>}', '{"count": 9, "tags": [{"name":"a"},{"name":"b"}]}'],
  ['{"text": "<tags> <count>"}', '{"text": "[{name:a},{name:b}] 9"}'],
  ['{"absent": "x<absent>y"}', '{"absent": "xy"}'],
  ['{"rule": <aws.events.rule-arn>, "name": "<aws.events.rule-name>"}', `{"rule": "${rule.arn}", "name": "r"}`],
  ['instance <instance> is in <state>', 'instance i-0123456789 is in RUNNING'],
])('the template %s is filled', (InputTemplate, expected) => {
  expect(input({ InputTransformer: { InputPathsMap, InputTemplate } })).toBe(expected);
});

test('the reserved variables carry the event with and without its detail', () => {
  const { detail: _, ...withoutDetail } = event;
  const InputTemplate = '{"all": <aws.events.event.json>, "head": <aws.events.event>, "at": <aws.events.event.ingestion-time>}';
  expect(JSON.parse(input({ InputTransformer: { InputTemplate } }))).toEqual({ all: event, head: withoutDetail, at: event.time });
});

test('values are not escaped, so a quotation mark breaks a JSON template', () => {
  const InputTransformer = { InputPathsMap, InputTemplate: '{"text": "<quote>"}' };
  expect(() => input({ InputTransformer })).toThrow(expect.objectContaining({ name: 'INVALID_JSON' }));
});

test.each([
  ['$', event],
  ['$.detail.tags[*].name', ['a', 'b']],
  ["$['detail-type']", 'EC2 change'],
  ['$.resources[0]', 'arn:one'],
  ['$.resources[7]', undefined],
  ['$.constructor', undefined],
  ['detail', undefined],
])('the JSON path %s is read', (path, expected) => {
  expect(readPath(path, event)).toEqual(expected);
});
