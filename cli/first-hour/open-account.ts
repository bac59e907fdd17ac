import { openClients } from '../doctor/aws/clients.ts';
import { readInstallation } from '../doctor/aws/installation.ts';
import { openApi } from '../doctor/http/api.ts';
import { bindCdk } from '../shared/cdk.ts';
import { openProcesses } from '../shared/processes.ts';
import { arrivalReader, makeQueue, openKeyedBuses, openQueue, probeStack } from './account.ts';
import type { Run } from './first-hour.ts';
import { removeLeftovers } from './leftovers.ts';
import type { FirstHourOptions } from './options.ts';
import { namePrefix } from './rules.ts';
import { SETTLING_MS } from './site.ts';
import { operatorToken, probeStackName, productStage, requireNoStacks } from './stage.ts';
import { probeBusName } from './template.ts';

/** Opens the account of the operator's credentials for a run. */
export const openAccount = (options: FirstHourOptions): Run => {
  const { stage, name, region, profile } = options;
  // The SDK, the CDK and the command that prints tokens are to agree.
  if (region !== undefined) Object.assign(process.env, { AWS_REGION: region, AWS_DEFAULT_REGION: region });
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  const { cloudFormation, eventBridge, sqs, cloudWatch } = openClients({});
  const processes = openProcesses();
  const cdk = bindCdk({ ...(process.env as Record<string, string>) }, processes);
  const installation = `${name}-${stage}`;
  const [probes, prefix] = [probeStack(cloudFormation, probeStackName(options), installation), namePrefix(installation)];
  return {
    requireUnused: () => requireNoStacks(cloudFormation, options),
    product: productStage(options, cdk),
    probes: {
      ...probes,
      async remove() {
        try {
          await removeLeftovers({ ...{ eventBridge, sqs, prefix }, busName: probeBusName(installation) });
        } finally {
          await probes.remove();
        }
      },
    },
    interrupt: () => processes.stop(),
    async site(outputs, atEnd) {
      const { outputs: product } = await readInstallation(cloudFormation, name, stage);
      const { BusName: busName = '', InvokeRoleArn: roleArn = '', ReceiverUrl: receiver = '', ArrivalsUrl = '' } = outputs;
      const ruleArns = `arn:*:events:*:${roleArn.split(':')[4]}:rule/${busName}/*`;
      return {
        ...{ eventBridge, cloudWatch, prefix, busName, roleArn, receiver, atEnd },
        ...{ api: openApi(String(product.ApiUrl).replace(/\/$/, '')), token: () => operatorToken(options) },
        queue: (access) => makeQueue(sqs, { prefix, ruleArns, atEnd }, access),
        arrivals: arrivalReader(await openQueue(sqs, ArrivalsUrl)),
        keyed: { buses: await openKeyedBuses(sqs, outputs), breakKey: probes.breakKey },
        ...{ pauseMs: 1000, settlingMs: SETTLING_MS },
      };
    },
  };
};
