import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { sender } from '../../functions/deliveries/bus.ts';
import { openTable } from '../../functions/shared/table/table.ts';
import { type Rules, rulesOf } from './endpoint-rule.ts';
import { lettersOfQueue } from './from-queue.ts';
import { lettersOfTable } from './from-table.ts';
import type { RedriveRequest } from './request.ts';
import type { FoundLetter } from './run.ts';

/** Where dead letters are found; closing it gives back what was only looked at. */
export interface Source {
  find(): Promise<readonly FoundLetter[]>;
  close(): Promise<void>;
}

/** Opens the table or the queue that was asked for, and the bus. */
export const sourceOf = ({ from, bus, filter }: RedriveRequest): Source => {
  const client = new EventBridgeClient();
  const send = sender(bus, async (entries) => (await client.send(new PutEventsCommand({ Entries: [...entries] }))).Entries ?? []);
  const rules: Rules = rulesOf(client, bus);
  if ('queue' in from) return lettersOfQueue({ client: new SQSClient(), url: from.queue, filter, send, rules });
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(), { marshallOptions: { removeUndefinedValues: true } });
  return lettersOfTable({ table: openTable(from.table, documents), filter, send, rules });
};
