import { DescribeRuleCommand, type EventBridgeClient, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { ruleOf } from '../../functions/deliveries/endpoint-name.ts';
import type { Bus } from '../../functions/shared/bus.ts';
import type { DeadLetterSource } from './dead-letter.ts';

/** The rule of an endpoint. */
export interface EndpointRule {
  readonly arn: string;
  readonly isEnabled: boolean;
}

/** The rule of an endpoint, with its name on the bus and its event pattern as JSON. */
export interface DescribedRule extends EndpointRule {
  readonly name: string;
  readonly pattern: string;
}

/** Looks up the rule of an endpoint; `undefined` when there is none. */
export type Rules = (endpoint: string) => Promise<EndpointRule | undefined>;

/**
 * Finds dead letters of an endpoint; when it has none, requires that there is such an endpoint.
 * @throws {Error} that says where its id is
 */
export const ofKnownEndpoint = (source: DeadLetterSource, rules: Rules, webhook: string | undefined): DeadLetterSource => ({
  ...source,
  async find() {
    const found = await source.find();
    if (webhook === undefined || found.length > 0 || (await rules(webhook))) return found;
    throw new Error(
      `There is no webhook endpoint ${webhook} on the bus: give its id (npx tenantry webhooks list), or the name of an endpoint of the deployment.`,
    );
  },
});

/** Creates the look-up of the rules of an installation's endpoints on a bus. */
export const endpointRules =
  (client: Pick<EventBridgeClient, 'send'>, bus: Bus) =>
  async (endpoint: string): Promise<DescribedRule | undefined> => {
    try {
      const name = ruleOf(bus, endpoint);
      const { Arn = '', State, EventPattern = '{}' } = await client.send(new DescribeRuleCommand({ Name: name, EventBusName: bus.name }));
      return { name, arn: Arn, pattern: EventPattern, isEnabled: State !== 'DISABLED' };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
