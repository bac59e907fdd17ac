import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { EventEnvelope } from '@tenantry/cdk-local/eventbridge/resources';
import type { WireAnswer, WireRequest } from '../../testing/wire.ts';

/** What can be seen behind the embedded API and behind a deployed one alike. */
export interface Sight {
  /**
   * What the bus accepted; of a deployment, which others use as well, what requests of this file
   * led to.
   */
  readonly events: readonly EventEnvelope[];
  /** Every request of the file and its answer. */
  readonly answers: readonly { readonly request: WireRequest; readonly answer: WireAnswer }[];
  /** Resolves when everything that requests of this file led to is among the events. */
  idle(): Promise<void>;
  readonly table: {
    readonly name: string;
    readonly client: DynamoDBClientConfig;
    /**
     * Whether an item is about something that requests of this file made; all of an installation's
     * own are.
     */
    isOurs(item: Readonly<Record<string, unknown>>): boolean;
  };
}
