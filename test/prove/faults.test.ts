import { expect, test } from '@jest/globals';
import { AwsError } from '@tenantry/cdk-local/base/aws-error';
import { openFaults } from '../../prove/system/faults.ts';

const transaction = (token: string) => ({ ClientRequestToken: token, TransactItems: [{}, {}] });

test('a transaction that was taken is in no conflict when it is sent again with its token', () => {
  const faults = openFaults(7);
  faults.set({ conflicting: 0.5 });
  const isInConflict = (token: string): boolean => faults.hooks.database('TransactWriteItems', transaction(token)) instanceof AwsError;
  const tokens = Array.from({ length: 200 }, (_, number) => `token ${number}`);
  const first = Map.groupBy(tokens, isInConflict);
  expect(first.get(true)?.length).toBeGreaterThan(50);
  expect(first.get(false)?.length).toBeGreaterThan(50);
  expect(first.get(false)?.filter(isInConflict)).toEqual([]);
  // One that was cancelled may be so again.
  expect(first.get(true)?.filter(isInConflict)).not.toEqual([]);
});
