import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { EventName } from '../../functions/events/event-names.ts';
import { keysOf, readKeyring } from '../../functions/signatures/keys.ts';
import { findRuntime } from '../../local/runtime-address.ts';
import { localAws } from '../shared/local-aws.ts';
import { readStackOutputs } from '../shared/stack-outputs.ts';
import { withStatus } from '../shared/status.ts';
import { type SampleOptions, sampleEvent } from './sample-event.ts';

/** The sample to put on a bus, and which bus. */
export interface TriggerOptions extends SampleOptions {
  readonly event: EventName;
  readonly at: LocalRuntime | Deployment;
}

/** The runtime of this machine. */
interface LocalRuntime {
  /** Where its API is. */
  readonly url: string;
  /** The folder of its state; `.tenantry` unless given. */
  readonly stateDir?: string;
}

/** An installation on AWS, by its name `<name>-<stage>`. */
interface Deployment {
  readonly installation: string;
  /** Asks whether the sample may be put on that bus. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/** A sample that is on a bus. */
interface Triggered {
  readonly eventId: string;
  readonly bus: string;
}

interface Bus {
  readonly name: string;
  readonly installation: string;
  readonly client: EventBridgeClient;
  readonly secrets: SecretsManagerClient;
  /** The ARN of the secret with the signing keys. */
  readonly signingSecret: string;
}

/**
 * Puts a sample of an event on a bus.
 *
 * @returns its id; nothing when it was not confirmed.
 * @throws {Error} a sentence, when there is no such bus or it does not accept the sample
 */
export const run = async ({ event, at, ...sample }: TriggerOptions): Promise<Triggered | undefined> => {
  const bus = await ('url' in at ? localBus(at) : deployedBus(at));
  const { name, client, secrets } = bus;
  try {
    const question = `Put a sample of ${event} on the bus ${name}? Every subscriber and webhook endpoint takes it for an event.`;
    if ('confirm' in at && !(await at.confirm(question))) return undefined;
    return await withStatus('Putting the sample on the bus', () => putSample(event, bus, sample));
  } finally {
    client.destroy();
    secrets.destroy();
  }
};

const putSample = async (event: EventName, bus: Bus, sample: SampleOptions): Promise<Triggered> => {
  const { name, installation, client } = bus;
  const { Resources, ...entry } = sampleEvent(event, { installation, keys: await signingKeysOf(bus) }, sample);
  const { Entries: [put] = [] } = await client.send(
    new PutEventsCommand({ Entries: [{ ...entry, Resources: [...Resources], EventBusName: name }] }),
  );
  if (put?.ErrorCode !== undefined) throw new Error(`The bus ${name} did not accept the sample: ${put.ErrorMessage ?? put.ErrorCode}`);
  const { metadata } = JSON.parse(entry.Detail) as { readonly metadata: { readonly eventId: string } };
  return { eventId: metadata.eventId, bus: name };
};

const localBus = async ({ url, stateDir }: LocalRuntime): Promise<Bus> => {
  const { awsUrl, busName: name, signingSecret } = await findRuntime(url, stateDir);
  const options = localAws(awsUrl);
  return { name, installation: name, signingSecret, client: new EventBridgeClient(options), secrets: new SecretsManagerClient(options) };
};

const deployedBus = async ({ installation }: Deployment): Promise<Bus> => {
  const { EventBusName: name = installation, SigningSecretArn: signingSecret = '' } = await readStackOutputs(installation, 'Data');
  return { name, installation, signingSecret, client: new EventBridgeClient(), secrets: new SecretsManagerClient() };
};

const signingKeysOf = async ({ secrets, signingSecret: SecretId }: Bus) => {
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  return keysOf(readKeyring(SecretString)).signing;
};
