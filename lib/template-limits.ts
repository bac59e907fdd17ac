import type { Resources } from './template-rules.ts';

interface TemplateLimit {
  readonly id: string;
  readonly description: string;
  readonly severity: 'error' | 'warning';
  readonly breached: (text: string, resources: Resources) => boolean;
}

/** Quotas that CloudFormation and IAM would only tell of while they deploy. */
export const TEMPLATE_LIMITS: readonly TemplateLimit[] = [
  {
    id: 'template-size',
    description: 'A template of more than a megabyte is refused: move a part of it to another stack.',
    severity: 'error',
    breached: (text) => Buffer.byteLength(text) > 1_000_000,
  },
  {
    id: 'many-resources',
    description: 'The stack nears the 500 resources that CloudFormation takes: move a part of it to another stack.',
    severity: 'warning',
    breached: (_, resources) => Object.keys(resources).length >= 450,
  },
  {
    id: 'role-policy-size',
    description: 'The inline policies of a role hold more than the 10,240 characters that IAM takes: grant less, or by prefix.',
    severity: 'error',
    breached: (_, resources) => Object.values(inlineByRole(resources)).some((length) => length > 10_240),
  },
];

const inlineByRole = (resources: Resources): Readonly<Record<string, number>> => {
  const lengths: Record<string, number> = {};
  for (const { Type, Properties = {} } of Object.values(resources)) {
    if (Type !== 'AWS::IAM::Policy') continue;
    for (const role of [Properties.Roles ?? []].flat().map((name) => JSON.stringify(name))) {
      lengths[role] = (lengths[role] ?? 0) + JSON.stringify(Properties.PolicyDocument).length;
    }
  }
  return lengths;
};
