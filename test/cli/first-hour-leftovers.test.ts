import { removeLeftovers } from '../../cli/first-hour/leftovers.ts';
import { namePrefix, newName } from '../../cli/first-hour/rules.ts';
import { awsError, clientsAnswering } from '../support/aws-answers.ts';

const prefix = namePrefix('tenantry-first-hour');
const at = { prefix, busName: 'tenantry-first-hour-probe' };

/** An account with lists of two pages, whose removals are noted in their order. */
const account = (over: Parameters<typeof clientsAnswering>[0] = {}) => {
  const removed: string[] = [];
  const paged =
    (key: string, entry: (name: string) => unknown) =>
    ({ NextToken, NamePrefix, QueueNamePrefix }: Readonly<Record<string, unknown>>) =>
      (NamePrefix ?? QueueNamePrefix) === prefix
        ? { [key]: [entry(NextToken ? 'second' : 'first')], ...(!NextToken && { NextToken: 'next' }) }
        : awsError('ValidationException');
  const note =
    (what: string, key: string) =>
    (input: Readonly<Record<string, unknown>>): object => {
      removed.push(`${what} ${String(input[key])}`);
      return {};
    };
  const named = (Name: string) => ({ Name });
  const clients = clientsAnswering({
    ...{ ListRules: paged('Rules', named), ListApiDestinations: paged('ApiDestinations', named) },
    ...{ ListConnections: paged('Connections', named), ListQueues: paged('QueueUrls', (name) => name) },
    ...{ RemoveTargets: note('targets of', 'Rule'), DeleteRule: note('rule', 'Name'), DeleteQueue: note('queue', 'QueueUrl') },
    ...{ DeleteApiDestination: note('destination', 'Name'), DeleteConnection: note('connection', 'Name') },
    ...over,
  });
  return { removed, clean: () => removeLeftovers({ ...at, eventBridge: clients.eventBridge, sqs: clients.sqs }) };
};

test('a run that was killed leaves nothing that --clean does not remove', async () => {
  const { removed, clean } = account();
  await clean();
  expect(removed).toEqual([
    ...['targets of first', 'rule first', 'targets of second', 'rule second'],
    ...['destination first', 'destination second', 'connection first', 'connection second', 'queue first', 'queue second'],
  ]);
});

test('a bus that is gone has no rules', async () => {
  const { removed, clean } = account({ ListRules: awsError('ResourceNotFoundException') });
  await clean();
  expect(removed).toHaveLength(6);
});

test('what cannot be removed is told and keeps nothing else from being removed', async () => {
  const { removed, clean } = account({ DeleteRule: awsError('AccessDenied'), ListConnections: awsError('Throttling') });
  await expect(clean()).rejects.toThrow(/^3 left: .*AccessDenied.*Throttling/);
  expect(removed.filter((what) => /destination|queue/.test(what))).toHaveLength(4);
});

test('the names of two installations begin differently, and EventBridge takes them', () => {
  const [one, other] = ['tenantry-first-hour', 'other-first-hour'].map(namePrefix) as [string, string];
  expect(one).not.toBe(other);
  expect(newName({ prefix: one })).toMatch(/^first-hour-[0-9a-f-]{45}$/);
});
