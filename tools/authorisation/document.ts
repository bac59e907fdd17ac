import { CALLERS, type CallerName, type Statuses } from '../../functions/shared/contract/callers.ts';
import { item, paragraph, table } from '../documents/markdown.ts';
import { ROWS, type Row } from './rows.ts';

const NAMES = Object.keys(CALLERS) as CallerName[];

/** Callers that are often answered alike, by the name that stands for all of them; larger first. */
const GROUPS: readonly (readonly [name: string, members: readonly CallerName[]])[] = [
  ['every user of HTTP Basic', NAMES.filter((name) => CALLERS[name].meaning.startsWith('HTTP Basic'))],
  ['partners elsewhere', ['sibling', 'child', 'closed', 'belowClosed', 'noPartner', 'siblingSupervisor']],
  ['inactive users', ['inactiveUser', 'inactivePartner', 'inactiveAncestor']],
];

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
    ...GROUPS.flatMap(([name, members]) => item(`**${name}**: ${members.map((member) => CALLERS[member].heading).join(', ')}`)),
    '',
  ].join('\n');

const INTRODUCTION = paragraph(
  'The answer to an otherwise valid request, by kind of [caller](#callers); `test/integration/authorisation.test.ts` sends each one. ' +
    '[api.md](api.md#who-may-do-what) has the rules behind it. Generated from `functions/*/operations.ts` by `npm run generate`.',
);

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
  const whole = GROUPS.filter(([, members]) => members.every((name) => callers.includes(name)));
  const groups = whole.filter(
    ([, members], at) => !whole.slice(0, at).some(([, others]) => members.every((name) => others.includes(name))),
  );
  const named = callers.filter((name) => !groups.some(([, members]) => members.includes(name)));
  return [...named.map((name) => CALLERS[name].heading), ...groups.map(([name]) => name)].join(', ');
};
