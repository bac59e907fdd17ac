import { v7 } from 'uuid';
import { endpointIdOf, resourceName } from '../../../functions/webhooks/resource-name.ts';
import { modelViolations } from '../../../local/aws-model/check.ts';

// The longest prefix: the name of an installation has at most 31 characters.
const PREFIX = `${'n'.repeat(31)}-`;

test('a name fits into what EventBridge takes, and tells whose it is', () => {
  const id = v7();
  const name = resourceName(PREFIX, id);
  for (const operation of ['DescribeConnection', 'DescribeApiDestination', 'DescribeRule']) {
    expect(modelViolations('events', operation, { Name: name })).toEqual([]);
  }
  expect(endpointIdOf(PREFIX, name)).toBe(id);
});

test('the names of another installation are not taken for its own, even if they begin alike', () => {
  const id = v7();
  const foreign = [resourceName('tenantry-dev-eu-', id), resourceName('tenantry-d-', id), 'tenantry-dev-bus', 'tenantry-dev-', 'other'];
  expect(foreign.map((name) => endpointIdOf('tenantry-dev-', name))).toEqual(Array(foreign.length).fill(undefined));
});
