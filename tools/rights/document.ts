import { code, item, paragraph } from '../documents/markdown.ts';
import { inPartitions, sharedSets } from './in-partitions.ts';
import { invokersOf } from './invokers.ts';
import { type Holder, onlyIf, type Right, resourceRights, roleRights } from './policies.ts';
import type { Acknowledgement, Sample } from './sample-installation.ts';

const INTRODUCTION = `What each role may do in AWS, for an installation \`prod\` with the operator endpoint
\`billing\`. Generated from the templates by \`npm run generate\`; the gate fails when it differs. Names are construct
paths in \`lib/\`. Every resource is in this account and Region. Callers of the API have
[other rights](authorisation.md).`;

const EVERY_FUNCTION = [
  'It has a role of its own, which only Lambda assumes.',
  'It writes its own log: `logs:CreateLogStream`, `logs:PutLogEvents`.',
  'In the table, it has the listed actions in the listed [partitions](../functions/shared/table/partitions.ts) only; ' +
    '`*` stands for any value.',
];

const FINDINGS = `Every synthesis checks the templates with cdk-nag (AwsSolutions), the schemas of CloudFormation and
[our own rules](../lib/checks/resource-rules.ts); a finding fails it
([decision 13](decisions/0013-checks-at-synth.md)). These are acknowledged:`;

/**
 * Writes `docs/rights.md`: what roles and policies of resources allow, and which findings may
 * stand.
 */
export const rightsDocument = ({ stacks, acknowledged }: Sample): string => {
  const invokers = invokersOf(stacks);
  const roles = roleRights(stacks);

  return [
    ...['# Rights in the account', '', ...text(INTRODUCTION), ''],
    ...['## Every function', '', ...EVERY_FUNCTION.flatMap((line) => item(line)), ''],
    ...['## Sets that functions share', ''],
    ...sharedSets().flatMap(([name, lines]) => [...item(`**${name}**`), ...lines.flatMap((line) => item(line, 1))]),
    ...['', '## Functions', '', 'After its name: what runs it, and its sets.', ''],
    ...roles.flatMap((role) => functionLines(role, invokers.get(role.path))),
    ...['', '## Roles of services', ''],
    ...roles.filter(({ path }) => !invokers.has(path)).flatMap(roleLines),
    ...['', '## Policies of resources', '', ...resourceLines(resourceRights(stacks))],
    ...['', '## Findings that may stand', '', ...text(FINDINGS), '', ...findingLines(acknowledged), ''],
  ].join('\n');
};

const text = (words: string): readonly string[] => paragraph(words.replaceAll('\n', ' '));

const functionLines = ({ path, rights }: Holder, runBy: readonly string[] | undefined): readonly string[] => {
  if (runBy === undefined) return [];
  requireOwnLog(path, rights);
  const { sets, lines } = inPartitions(rights);
  const others = rights.filter((right) => right.partitions.length === 0 && !isOwnLog(path, right)).map(sentence);
  const head = [[`**${code(path)}**`, ...runBy.map(code)].join(', '), ...sets].join('; ');
  return [...item(head), ...[...lines, ...others].flatMap((line) => item(line, 1))];
};

const roleLines = ({ path, assumedBy, rights }: Holder): readonly string[] => [
  ...item(`**${code(path)}**, assumed by ${assumedBy}`),
  ...rights.flatMap((right) => item(sentence(right), 1)),
];

const sentence = ({ effect, actions, resources, conditions }: Right): string =>
  (effect === 'Deny' ? 'not ' : '') +
  actions.map(code).join(', ') +
  (resources.length === 0 ? '' : ` on ${resources.map(code).join(', ')}`) +
  onlyIf(conditions);

const resourceLines = (holders: readonly Holder[]): readonly string[] => {
  const all = holders.flatMap(({ path, rights }) => rights.map((right) => ({ path, right })));
  const alike = Map.groupBy(all, ({ right }) => `${right.principal} may ${sentence({ ...right, resources: [] })}`);
  return [...alike].flatMap(([said, of]) => item(`${of.map(({ path }) => code(path)).join(', ')}: ${said}`));
};

const findingLines = (acknowledged: readonly Acknowledgement[]): readonly string[] => {
  const alike = Map.groupBy(acknowledged, ({ id, reason }) => `${code(ruleOf(id))} ${reason}`);
  return [...alike.values()].flatMap((group) => {
    const [{ id = '', reason = '' } = {}] = group;
    const places = [...new Set(group.map(({ place }) => place))];
    const others = places.length > 1 ? ` and ${places.length - 1} more` : '';
    const what = [...new Set(group.flatMap((one) => /\[Resource::(.*)\]$/.exec(one.id)?.[1] ?? []))];
    return [
      ...item(`**${code(ruleOf(id))}**, ${code(places[0] ?? '')}${others}: ${reason}`),
      ...what.flatMap((resource) => item(code(resource), 1)),
    ];
  });
};

const ruleOf = (id: string): string => id.replace(/^.*?::/, '').replace(/\[.*$/, '');

const isOwnLog = (path: string, { actions, resources }: Right): boolean =>
  actions.join() === 'logs:CreateLogStream,logs:PutLogEvents' && resources.join() === `log ${path}/Log`;

const requireOwnLog = (path: string, rights: readonly Right[]): void => {
  if (!rights.some((right) => isOwnLog(path, right)))
    throw new Error(`${path} has no right to write its own log, which docs/rights.md says it has`);
};
