import * as sdkClient from '@aws-sdk/client-dynamodb';
import * as sdkDocument from '@aws-sdk/lib-dynamodb';
import * as engineClient from '../../src/client-dynamodb.ts';
import * as engineDocument from '../../src/lib-dynamodb.ts';
import type { Call } from './calls.ts';
import type { Scenario, Service } from './compare.ts';
import type { Both } from './generated-calls.ts';
import { outcomeOf } from './outcome.ts';
import { ACCESS_KEY, type Reaction } from './scripted-service.ts';

export const CLIENT = { sdk: sdkClient, engine: engineClient as unknown as typeof sdkClient };
const DOCUMENT = { sdk: sdkDocument, engine: engineDocument as unknown as typeof sdkDocument };

const EXCEPTIONS = Object.keys(engineClient).filter((name) => name.endsWith('Exception')) as 'TransactionCanceledException'[];
const exceptionsOf = (by: 'sdk' | 'engine') => Object.fromEntries(EXCEPTIONS.map((name) => [name, CLIENT[by][name]]));

/** A client of each. */
export type Clients = Both<sdkClient.DynamoDBClient>;

/** Returns the options of a client of a service that a test has started. */
export const optionsFor = ({ endpoint }: Service, more: sdkClient.DynamoDBClientConfig = {}) => ({
  region: 'eu-west-1',
  endpoint,
  credentials: ACCESS_KEY,
  ...more,
});

/** Creates a client of each. */
export const createClients = (options: sdkClient.DynamoDBClientConfig): Clients => ({
  sdk: new CLIENT.sdk.DynamoDBClient(options),
  engine: new CLIENT.engine.DynamoDBClient(options),
});

/** A call of the document client, marshalled as the functions do it. */
export const documentScenario = (clients: Clients, call: Call, reactions: readonly Reaction[]): Scenario => ({
  reactions,
  call: (by) => {
    const { [call.command as 'GetCommand']: Command, DynamoDBDocumentClient } = DOCUMENT[by];
    const marshallOptions = { removeUndefinedValues: true, convertClassInstanceToMap: true };
    const client = DynamoDBDocumentClient.from(clients[by], { marshallOptions });
    return outcomeOf(() => client.send(new Command(call.input as never)), exceptionsOf(by));
  },
});

/** A call whose values are attribute values. */
export const rawScenario = (clients: Clients, call: Call, reactions: readonly Reaction[]): Scenario => ({
  reactions,
  call: (by) => {
    const { [call.command as 'GetItemCommand']: Command } = CLIENT[by];
    return outcomeOf(() => clients[by].send(new Command(call.input as never)), exceptionsOf(by));
  },
});
