import { DeleteArchiveCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import { dataOutput } from '../../local/tenantry-stacks.ts';
import type { System } from '../system/system.ts';

/**
 * Deletes the archive of the bus. The embedded runtime has it in memory, up to 50,000 events by
 * design: its growth would hide that of everything else.
 */
export const deleteArchive = async (system: System): Promise<void> => {
  const client = new EventBridgeClient(localClientOptions(system.awsUrl(), 'us-east-1'));
  try {
    await client.send(new DeleteArchiveCommand({ ArchiveName: dataOutput(system.outputs(), 'EventArchiveName') }));
  } finally {
    client.destroy();
  }
};
