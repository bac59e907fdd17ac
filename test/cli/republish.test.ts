import { parseArguments } from '../../cli/command/parser.ts';
import { republish } from '../../cli/republish/declaration.ts';
import { readRequest } from '../../cli/republish/request.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';

const NOW = Date.parse('2026-11-22T16:00:00Z');
const ID = '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66';
const read = (...args: readonly string[]) => readRequest(parseArguments(republish, args), NOW);

test('a stage or a table, and events by id, by time or by their dead letters are read', () => {
  expect(read('--stage', 'prod', ID)).toEqual({
    ...{ installation: 'tenantry-prod', table: undefined, tenant: undefined, event: undefined, dryRun: false },
    selection: { ids: [ID] },
  });
  expect(read('--table', 't', '--from', '2026-11-22T15:00:00+01:00').selection).toEqual({
    from: Date.parse('2026-11-22T14:00:00Z'),
    to: NOW,
  });
  expect(read('--stage', 'prod', '--dead-letters', '--dry-run')).toMatchObject({ selection: { queue: undefined }, dryRun: true });
  expect(read('--table', 't', '--queue', 'https://q', '--tenant', '/partners/1/9')).toMatchObject({ selection: { queue: 'https://q' } });
});

test.each([
  [['--stage', 'prod'], 'ids of events, --from, or --dead-letters is required'],
  [['--stage', 'prod', ID, '--dead-letters'], 'one of them only'],
  [[ID], 'one of --stage and --table is required'],
  [['--stage', 'prod', '--table', 't', ID], 'one of --stage and --table is required'],
  [['--table', 't', '--dead-letters'], '--dead-letters goes with --stage'],
  [['--stage', 'prod', '--dead-letters', '--queue', 'q'], 'exclude each other'],
  [['--stage', 'prod', ID, 'e1'], '"e1" is the id of no event'],
  [['--stage', 'prod', ID, '--to', '2026-11-22T15:00:00Z'], '--to goes with --from'],
  [['--stage', 'prod', '--from', '2026-11-22T15:00:00Z', '--to', '2026-11-22T15:00:00Z'], '--from must be before --to'],
  [['--stage', 'prod', '--from', '2026-11-22T17:00:00Z'], 'and in the past'],
  [['--stage', 'prod', '--from', 'yesterday'], '--from must be a time'],
  [['--stage', 'prod', ID, '--event', 'reseller.exploded'], 'there is no event reseller.exploded'],
  [['--stage', 'prod', ID, '--tenant', 'resellers'], '--tenant must be /partners/<id>'],
])('%j is a usage error', (args, words) => {
  expect(() => read(...args)).toThrow(UsageError);
  expect(() => read(...args)).toThrow(words);
});
