import type { ServiceLimits } from './limit.ts';

const read = '2026-11';

/** The limits of CloudFormation, IAM and CloudWatch Logs that a deployment may meet. */
export const DEPLOYMENT = {
  stackResources: {
    name: 'Resources of a stack',
    value: 500,
    unit: 'resources',
    adjustable: false,
    source: 'CloudFormation user guide, "Understand CloudFormation quotas"',
    read,
    enforced: 'lib/checks/template-limits.ts warns from 450 on',
    seen: 'The synthesis fails.',
  },
  templateBytes: {
    name: 'Template size',
    value: 1_000_000,
    unit: 'bytes in S3',
    adjustable: false,
    source: 'CloudFormation user guide, "Understand CloudFormation quotas"',
    read,
    enforced: 'lib/checks/template-limits.ts',
    seen: 'The synthesis fails.',
  },
  rolePolicyCharacters: {
    name: 'Inline policies of a role',
    value: 10_240,
    unit: 'characters together',
    adjustable: false,
    source: 'IAM user guide, "IAM and AWS STS quotas"',
    read,
    enforced: 'lib/checks/template-limits.ts',
    seen: 'The synthesis fails.',
  },
  logPolicyCharacters: {
    name: 'Resource policies of CloudWatch Logs',
    value: 5120,
    unit: 'characters of a policy, of which a Region has 10',
    adjustable: false,
    source: 'CloudWatch Logs user guide, "CloudWatch Logs quotas"',
    read,
    enforced: 'not here',
    seen: 'The deployment [fails](installing.md#logs).',
  },
} as const satisfies ServiceLimits;
