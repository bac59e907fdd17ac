import { table } from '../documents/markdown.ts';
import { invokersOf } from './invokers.ts';
import type { SynthesizedStack } from './names.ts';
import { type Holder, type Right, resourceRights, roleRights } from './policies.ts';

/** A finding that a construct lets stand. */
export interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
  readonly place: string;
}

export interface Sample {
  readonly stacks: readonly SynthesizedStack[];
  readonly acknowledged: readonly Acknowledgement[];
}

/** `docs/rights.md`: what every role and every policy of a resource allows, and which findings may stand, read from synthesised stacks. */
export const rightsDocument = ({ stacks, acknowledged }: Sample): string => {
  const invokers = invokersOf(stacks);
  const roles = roleRights(stacks);
  const functions = roles.filter(({ path }) => invokers.has(path));
  for (const { path, rights } of functions) requireOwnLog(path, rights);

  return [
    '# Rights in the account',
    '',
    'Generated from the templates by `npm run generate`, for an installation `prod` with one operator endpoint (`billing`), and kept as literals by',
    '`test/infra/rights.test.ts`. Names are places among the constructs of `lib/`. Every resource is of this account and Region; nothing else is allowed to anybody.',
    'What the callers of the API may do is in [authorisation.md](authorisation.md).',
    '',
    '## Functions',
    '',
    'Each function has a role of its own, which Lambda alone assumes. It may also write its own log (`logs: CreateLogStream, PutLogEvents`) and no other; that is left',
    'out below. Who has a function run: a route of the API (API Gateway may for that path only), a stream or queue that Lambda follows with the',
    "function's own rights, or a service for one resource.",
    '',
    ...table(
      ['function', 'run by', 'may', 'on', 'only if'],
      functions.flatMap((holder) => rowsOf(holder, [(invokers.get(holder.path) ?? []).map(code).join('<br>')])),
    ),
    '',
    '## Roles of services',
    '',
    'What EventBridge and others do on behalf of the installation.',
    '',
    ...table(
      ['role', 'assumed by', 'may', 'on', 'only if'],
      roles.filter(({ path }) => !invokers.has(path)).flatMap((holder) => rowsOf(holder, [assumedBy(holder)])),
    ),
    '',
    '## Policies of resources',
    '',
    'What they let others do, or forbid everybody.',
    '',
    ...table(
      ['resource', 'who', '', 'what', 'only if'],
      resourceRights(stacks).flatMap(({ path, rights }) =>
        rights.map((right, index) => [
          index === 0 ? code(path) : '',
          right.principal ?? '',
          right.effect === 'Deny' ? 'may not' : 'may',
          right.actions.map(code).join('<br>'),
          right.conditions.map(code).join('<br>'),
        ]),
      ),
    ),
    '',
    '## Findings that may stand',
    '',
    'Every synthesis of what is deployed checks these rights, and all else in the templates, with cdk-nag (AwsSolutions), against the schemas of CloudFormation and by',
    '[our own rules](../lib/checks/resource-rules.ts); a finding fails it ([decision 13](decisions/0013-checks-at-synth.md)). Acknowledged are:',
    '',
    ...table(['finding', 'of', 'why it may stand'], findings(acknowledged)),
    '',
  ].join('\n');
};

const findings = (acknowledged: readonly Acknowledgement[]): readonly (readonly string[])[] => {
  const alike = Map.groupBy(acknowledged, ({ id, reason }) => `${id} ${reason}`);
  return [...alike.values()].flatMap(([first, ...others]) =>
    first
      ? [[code(first.id.replace(/^.*?::/, '')), code(first.place) + (others.length > 0 ? ` and ${others.length} more` : ''), first.reason]]
      : [],
  );
};

const isOwnLog = (path: string, { actions, resources }: Right): boolean =>
  actions.join() === 'logs: CreateLogStream, PutLogEvents' && resources.join() === `log ${path}/Log`;

const requireOwnLog = (path: string, rights: readonly Right[]): void => {
  if (!rights.some((right) => isOwnLog(path, right)))
    throw new Error(`${path} has no right to write its own log, which docs/rights.md says it has`);
};

const rowsOf = ({ path, rights }: Holder, facts: readonly string[]): readonly (readonly string[])[] => {
  const told = rights.filter((right) => !isOwnLog(path, right));
  const rows = told.map(({ actions, resources, conditions }) =>
    [actions, resources, conditions].map((cell) => cell.map(code).join('<br>')),
  );
  return (rows.length > 0 ? rows : [['nothing', '', '']]).map((cells, index) => [
    ...(index === 0 ? [code(path), ...facts] : ['', ...facts.map(() => '')]),
    ...cells,
  ]);
};

const assumedBy = ({ assumedBy = '', assumedIf = [] }: Holder): string =>
  [assumedIf.length === 0 ? assumedBy : `${assumedBy}, if`, ...assumedIf.map(code)].join('<br>');

const code = (text: string): string => `\`${text}\``;
