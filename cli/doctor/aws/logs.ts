import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { type Finding, fail, joinFirst, ok, pluralize } from '../finding.ts';
import type { DeployedFunction } from './functions.ts';
import type { Installation } from './installation.ts';

interface LogGroup {
  readonly Type: string;
  readonly Properties?: { readonly RetentionInDays?: number };
}

/**
 * Checks that each function logs to a log group of the stacks and that each group has a retention.
 */
export const checkLogs = async (
  client: CloudFormationClient,
  installation: Installation,
  functions: readonly DeployedFunction[],
): Promise<Finding> => {
  const groups = new Set(installation.ofType('AWS::Logs::LogGroup').map(({ physicalId }) => physicalId));
  const stray = functions.filter(({ LoggingConfig }) => LoggingConfig?.LogGroup !== undefined && !groups.has(LoggingConfig.LogGroup));
  if (stray.length > 0) return fail(`${joinFirst(stray.map(({ logicalId }) => logicalId))} log elsewhere`, 'Deploy the Api stack again.');
  const days = (await Promise.all(installation.stacks.map(({ name }) => readRetention(client, name)))).flat();
  const endless = days.filter((kept) => kept === undefined).length;
  if (endless > 0) return fail(`${pluralize(endless, 'log group')} kept for ever`, 'Set logRetentionDays and deploy the Api stack again.');
  return ok(`${pluralize(days.length, 'log group')}, kept for ${[...new Set(days)].join(' or ')} days`);
};

const readRetention = async (client: CloudFormationClient, StackName: string): Promise<readonly (number | undefined)[]> => {
  const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }));
  const { Resources = {} } = JSON.parse(TemplateBody) as { readonly Resources?: Readonly<Record<string, LogGroup>> };
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Logs::LogGroup')
    .map(({ Properties }) => Properties?.RetentionInDays);
};
