import { CALLERS, type CallerName, type Statuses } from '../../functions/shared/contract/callers.ts';
import { item, paragraph, table } from '../documents/markdown.ts';
import { ROWS, type Row } from './rows.ts';

const NAMES = Object.keys(CALLERS) as CallerName[];
const BASIC = NAMES.filter((name) => CALLERS[name].meaning.startsWith('HTTP Basic'));

/**
 * Writes `docs/authorisation.md`: the rows that the integration test runs, those together that
 * answer the same callers.
 */
export const authorisationDocument = (): string =>
  [
    '# Who may do what',
    '',
    ...INTRODUCTION,
    ...[...Map.groupBy(ROWS, ({ contract }) => contract.tag)].flatMap(([tag, rows]) => ['', `## ${tag}`, ...sectionOf(rows)]),
    '',
    '## Callers',
    '',
    ...table(
      ['caller', 'who calls'],
      NAMES.map((name) => [CALLERS[name].heading, CALLERS[name].meaning]),
    ),
    '',
    '## Statuses',
    '',
    ...MEANINGS.flatMap((line) => item(line)),
    '',
  ].join('\n');

const INTRODUCTION = paragraph(
  'Generated from the registries (`functions/*/operations.ts`) by `npm run generate`; `test/integration/authorisation.test.ts` sends ' +
    'every request to every kind of [caller](#callers). Each says what an otherwise valid request is answered. How to read a caller that ' +
    'is in no list: [api.md](api.md#who-may-do-what).',
);

const MEANINGS = [
  '**401**: no credentials, wrong ones, a user who may not sign in, or a scheme that the route does not take.',
  '**403**: the caller lacks the permission, or is bound to another tenant; it writes, and its own tenant is inactive or does not exist; on a partner: the new parent is neither the caller nor below it.',
  '**404**: the caller may not know whether the resource exists: of a partner, it is neither the caller nor below it.',
] as const;

const sectionOf = (rows: readonly Row[]): readonly string[] =>
  [...Map.groupBy(rows, ({ statuses }) => sentenceOf(statuses))].flatMap(([sentence, alike]) => [
    '',
    ...alike.flatMap((row) => item(requestOf(row))),
    '',
    ...paragraph(sentence),
  ]);

const requestOf = ({ contract: { method, path, access }, asks, statuses }: Row): string => {
  const permission = access === 'public' ? 'public' : `\`${access.permission}\``;
  return `\`${method} ${path}\`${asks === undefined ? '' : `, ${asks}`}: ${statuses.operator}, ${permission}`;
};

/** Says who is answered what: "Done for operator, root. 401 for none. 403 for all others." */
const sentenceOf = (statuses: Statuses): string => {
  const answers = [...Map.groupBy(NAMES, (name) => (statuses[name] < 400 ? 'Done' : String(statuses[name])))];
  if (answers.length === 1) return 'Done for everybody.';
  const bySize = answers.toSorted(([, one], [, other]) => other.length - one.length);
  const [most] = bySize.find(([answer, callers]) => answer !== 'Done' || callers.length > NAMES.length / 2) ?? [];
  const told = answers.filter(([answer]) => answer !== most).toSorted(([one], [other]) => (rank(one) < rank(other) ? -1 : 1));
  return [...told.map(([answer, callers]) => `${answer} for ${listOf(callers)}.`), `${most} for all others.`].join(' ');
};

const rank = (answer: string): string => (answer === 'Done' ? '' : answer);

const listOf = (callers: readonly CallerName[]): string => {
  const all = BASIC.every((name) => callers.includes(name));
  const named = callers.filter((name) => !all || !BASIC.includes(name)).map((name) => CALLERS[name].heading);
  return [...named, ...(all ? ['every user of HTTP Basic'] : [])].join(', ');
};
