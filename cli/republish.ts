/**
 * Publishes recorded events again, by the table and the publisher of an installation, with the AWS
 * credentials of the operator.
 */

import { SQSClient } from '@aws-sdk/client-sqs';
import { idSource } from '../functions/shared/base/ids.ts';
import type { Given } from './command/declaration.ts';
import { formatCount } from './import/figures.ts';
import type { republish } from './republish/declaration.ts';
import { openEvents } from './republish/find.ts';
import { type RepublishRequest, readRequest } from './republish/request.ts';
import { type Outcome, republishAll, summarize } from './republish/run.ts';
import { readOutput } from './shared/installation.ts';
import { operatorTable } from './shared/operator-table.ts';
import { printableJson } from './shared/printable.ts';
import { withStatus } from './shared/status.ts';

/** Runs `tenantry republish`. */
export const run = async (given: Given<typeof republish.options>): Promise<void> => {
  const request = await atStage(readRequest(given, Date.now()));
  const table = operatorTable(request.table ?? '');
  const source = openEvents(request.selection, { table, queues: () => new SQSClient() });
  const deps = { table, source, newId: idSource(), now: Date.now };
  try {
    const outcomes = await withStatus('Looking for events', (say) => {
      let count = 0;
      const onOutcome = ({ result }: Outcome): void => {
        count += 1;
        say(`${formatCount(count)} events, the last one ${result}`);
      };
      return republishAll(request, { ...deps, onOutcome });
    });
    console.log(printableJson(summarize(outcomes)));
    if (outcomes.some(({ result }) => result === 'failed' || result === 'missing')) process.exitCode = 1;
  } finally {
    await source.close();
  }
};

/** Completes the request with what the stacks of the installation have. */
const atStage = async (request: RepublishRequest): Promise<RepublishRequest> => {
  const { installation, selection } = request;
  if (installation === undefined) return request;
  const table = await readOutput(installation, 'Data', 'TableName');
  const isQueue = 'queue' in selection && selection.queue === undefined;
  const queue = isQueue && (await readOutput(installation, 'Api', 'PublisherDeadLetterQueueUrl'));
  return { ...request, table, ...(queue && { selection: { queue } }) };
};
