import type { Contract } from '../functions/shared/contract/contract.ts';
import { CALLERS, type CallerName, ROWS, type Row } from '../test/support/authorisation.ts';
import { table } from './documents/markdown.ts';

const NAMES = Object.keys(CALLERS) as CallerName[];

/**
 * `docs/authorisation.md`: the table that the integration test runs, one row an operation and one
 * column a kind of caller.
 */
export const authorisationDocument = (): string =>
  [
    '# Who may do what',
    '',
    'Generated from `test/support/authorisation.ts` by `npm run generate`; `test/integration/authorisation.test.ts` sends every request of it.',
    'Rows are operations, columns kinds of callers, and each cell is the status of an otherwise valid request. How to read a caller that is in no',
    'column: [api.md](api.md#who-may-do-what).',
    '',
    ...table(['operation', 'permission', ...NAMES.map((name) => CALLERS[name].heading)], ROWS.map(cellsOf)),
    '',
    '## Callers',
    '',
    ...table(
      ['column', 'who calls'],
      NAMES.map((name) => [CALLERS[name].heading, CALLERS[name].meaning]),
    ),
    '',
    '## Statuses',
    '',
    ...table(['status', 'meaning'], MEANINGS),
    '',
  ].join('\n');

const MEANINGS = [
  ['200, 201, 202, 204, 207', 'it is done'],
  ['401', 'no credentials, wrong ones, a user who may not sign in, or a scheme the route does not take'],
  [
    '403',
    'the caller lacks the permission, or is bound to another tenant; it writes, and its own tenant is inactive or does not exist; on a partner: the new parent is neither the caller nor below it',
  ],
  ['404', 'the caller may not know whether the partner exists: it is neither the caller nor below it'],
] as const;

const cellsOf = ({ contract, asks, statuses }: Row): readonly string[] => [
  `\`${contract.method} ${contract.path}\`${asks === undefined ? '' : `, ${asks}`}`,
  permissionOf(contract),
  ...NAMES.map((name) => String(statuses[name])),
];

const permissionOf = ({ access }: Contract): string => (access === 'public' ? 'public' : `\`${access.permission}\``);
