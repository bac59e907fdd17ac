import type { FirstHourOptions } from './options.ts';
import type { Probe } from './probe.ts';
import { cdkOptions, probeStackName, stacksOf } from './stage.ts';

/** Describes what a run would do in the account of the credentials, and what that costs. */
export const formatPlan = (options: FirstHourOptions, probes: readonly Pick<Probe, 'name' | 'assumed'>[]): string => {
  const [data, api] = stacksOf(options);
  const { deploy, destroy } = cdkOptions(options, '<temporary folder>');
  return `What is made, in about ten minutes:
  ${data}, ${api}: the product, by npx cdk ${deploy.join(' ')}
  ${probeStackName(options)}: a bus, a public receiver (HTTP API and function), queues, a role, a KMS key and two buses under it

What is asked, in about twenty minutes:
${probes.map(({ name, assumed }) => `  ${name}: ${assumed}`).join('\n')}

What is removed in the end, also after an error or Ctrl-C:
  every rule, target, connection, API destination and queue that a question made, then both of the above,
  the product by npx cdk ${destroy.join(' ')}
  The KMS key is deleted by AWS after seven days, which are not charged.

What it costs: an estimate of less than one US dollar (a user pool, alarms, a secret and a key for an hour; a few thousand events).
It charges the account that the AWS credentials are of. Begin with --yes.`;
};
