import { modelViolations } from '@tenantry/cdk-local/aws-model/check';
import { v7 } from 'uuid';
import { pairOf, resourceName } from '../../../functions/webhooks/resource-name.ts';

// The longest prefix: the name of an installation has at most 31 characters.
const PREFIX = `${'n'.repeat(31)}-`;

test.each([0, 1, 999_999_999])('a name fits into what EventBridge takes, and tells whose it is: pair %i', (pair) => {
  const id = v7();
  const name = resourceName(PREFIX, { id, pair });
  for (const operation of ['DescribeConnection', 'DescribeApiDestination', 'DescribeRule']) {
    expect(modelViolations('events', operation, { Name: name })).toEqual([]);
  }
  expect(pairOf(PREFIX, name)).toEqual({ id, pair });
});

test('the first pair has the name that every endpoint had before there were several', () => {
  expect(resourceName('tenantry-dev-', { id: '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66', pair: 0 })).toBe(
    'tenantry-dev-019f2b6ca2b17e558d107b1f0c2d4e66',
  );
});

test('the names of another installation are not taken for its own, even if they begin alike', () => {
  const id = v7();
  const foreign = [
    ...['tenantry-dev-eu-', 'tenantry-d-'].flatMap((prefix) => [0, 1].map((pair) => resourceName(prefix, { id, pair }))),
    ...['tenantry-dev-bus', 'tenantry-dev-', 'other', `tenantry-dev-${'x'.repeat(22)}.1`, `tenantry-dev-${'A'.repeat(22)}.0`],
  ];
  expect(foreign.map((name) => pairOf('tenantry-dev-', name))).toEqual(Array(foreign.length).fill(undefined));
});
