import { policyLength } from './policy-length.ts';
import { statementsIn } from './statements.ts';
import type { Resources } from './template.ts';

interface TemplateLimit {
  readonly id: string;
  readonly description: string;
  readonly severity: 'error' | 'warning';
  readonly isBreached: (text: string, resources: Resources) => boolean;
}

/** Quotas of CloudFormation, IAM and SQS that would otherwise only fail a deployment. */
export const TEMPLATE_LIMITS: readonly TemplateLimit[] = [
  {
    id: 'template-size',
    description: 'A template of more than a megabyte is refused: move a part of it to another stack.',
    severity: 'error',
    isBreached: (text) => Buffer.byteLength(text) > 1_000_000,
  },
  {
    id: 'many-resources',
    description: 'The stack nears the 500 resources that CloudFormation takes: move a part of it to another stack.',
    severity: 'warning',
    isBreached: (_, resources) => isBetween(450, Object.keys(resources).length, 500),
  },
  {
    id: 'too-many-resources',
    description: 'The stack has more than the 500 resources that CloudFormation takes: move a part of it to another stack.',
    severity: 'error',
    isBreached: (_, resources) => Object.keys(resources).length > 500,
  },
  {
    id: 'role-policy-size',
    description: 'The inline policies of a role hold more than the 10,240 characters that IAM takes: grant less, or by prefix.',
    severity: 'error',
    isBreached: (_, resources) => Object.values(inlineByRole(resources)).some((length) => length > 10_240),
  },
  {
    id: 'queue-policy-statements',
    description: 'The policy of a queue has more than the 20 statements that SQS takes: let one statement be for several sources.',
    severity: 'error',
    isBreached: (_, resources) => queuePolicies(resources).some((policy) => statementsIn(policy).length > 20),
  },
  {
    id: 'queue-policy-size',
    description: 'The policy of a queue is longer than the 8,192 bytes that SQS takes: let one statement be for several sources.',
    severity: 'error',
    isBreached: (_, resources) => queuePolicies(resources).some((policy) => policyLength(policy) > 8192),
  },
];

const isBetween = (least: number, value: number, most: number): boolean => value >= least && value <= most;

/** Returns the documents of queue policies: SQS developer guide, "Policy quotas". */
const queuePolicies = (resources: Resources): readonly unknown[] =>
  Object.values(resources).flatMap(({ Type, Properties }) => (Type === 'AWS::SQS::QueuePolicy' ? [Properties?.PolicyDocument] : []));

/**
 * Returns the characters of all inline policies of each role: those in itself, and those that name
 * it.
 */
const inlineByRole = (resources: Resources): Readonly<Record<string, number>> => {
  const lengths: Record<string, number> = {};
  const add = (role: string, document: unknown): void => {
    lengths[role] = (lengths[role] ?? 0) + policyLength(document);
  };
  for (const [id, { Type, Properties = {} }] of Object.entries(resources)) {
    if (Type === 'AWS::IAM::Role') for (const document of policiesOf(Properties)) add(JSON.stringify({ Ref: id }), document);
    if (Type === 'AWS::IAM::Policy')
      for (const role of [Properties.Roles ?? []].flat()) add(JSON.stringify(role), Properties.PolicyDocument);
  }
  return lengths;
};

const policiesOf = ({ Policies = [] }: { readonly Policies?: unknown }): readonly unknown[] =>
  (Policies as readonly { readonly PolicyDocument: unknown }[]).map(({ PolicyDocument }) => PolicyDocument);
