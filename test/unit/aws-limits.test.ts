import { existsSync, readFileSync } from 'node:fs';
import { limitIn } from '@tenantry/cdk-local/base/aws-limit';
import { rulesPerBus } from '../../lib/configuration/rule-quota.ts';
import { awsLimitsDocument } from '../../tools/aws-limits/document.ts';
import { EVENTBRIDGE } from '../../tools/aws-limits/eventbridge.ts';
import { AWS_LIMITS } from '../../tools/aws-limits/limits.ts';

const rows = Object.entries(AWS_LIMITS).flatMap(([service, limits]) => Object.values(limits).map((limit) => ({ service, ...limit })));

test.each(rows)('$service, "$name" names a source, when it was read, and files that exist', ({ source, read, enforced, seen }) => {
  expect(source.length).toBeGreaterThan(10);
  expect(read).toMatch(/^20\d\d-(?:0[1-9]|1[0-2])$/);
  expect(seen).toMatch(/\.$/);
  const files = enforced.match(/(?:bin|functions|lib|local|packages|cli|tools|emulator)\/[\w/.-]+\.ts/g) ?? [];
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test('no limit is there twice', () => {
  const names = rows.map(({ service, name }) => `${service}: ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('the page has each limit with its value, in lines of at most 100 characters', () => {
  const page = awsLimitsDocument();
  expect(page).toBe(readFileSync('docs/aws-limits.md', 'utf8'));
  for (const { name } of rows) expect(page).toContain(`### ${name}\n`);
  expect(page).toContain('**300 rules on a bus (100 in af-south-1, 100 in eu-south-1)**, adjustable');
  expect(page).toContain('**30 rules on a bus**, fixed');
  expect(page.split('\n').filter((line) => line.length > 100)).toEqual([]);
});

test('docs/events.md links each quota that endpoints share', () => {
  const page = readFileSync('docs/events.md', 'utf8');
  const { rulesPerBus, wildcardRulesPerBus, targetsPerRule, patternCharacters, connections, destinations, putEventsEntries } = EVENTBRIDGE;
  for (const { name } of [
    ...[rulesPerBus, wildcardRulesPerBus, targetsPerRule, patternCharacters, connections, destinations],
    ...[EVENTBRIDGE.controlPlaneRate, EVENTBRIDGE.invocationsPerDestination, putEventsEntries],
  ])
    expect(page).toContain(`(aws-limits.md#${name.toLowerCase().replaceAll(' ', '-')})`);
});

test('a limit has its own value in some Regions', () => {
  expect(['af-south-1', 'eu-west-1', undefined].map((region) => limitIn(EVENTBRIDGE.rulesPerBus, region))).toEqual([100, 300, 300]);
});

// lib must not import the package.
test.each([...Object.keys(EVENTBRIDGE.rulesPerBus.regions), 'eu-west-1', undefined])(
  'synthesis counts with the rules that a bus takes in the Region %s',
  (region) => {
    expect(rulesPerBus(region === undefined ? {} : { region })).toBe(limitIn(EVENTBRIDGE.rulesPerBus, region));
  },
);
