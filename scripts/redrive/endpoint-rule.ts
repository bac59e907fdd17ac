import { DescribeRuleCommand, type EventBridgeClient, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { ruleOf } from '../../functions/deliveries/endpoint-name.ts';
import type { Bus } from '../../functions/shared/bus.ts';

/** The rule of an endpoint. */
export interface EndpointRule {
  readonly arn: string;
  readonly isEnabled: boolean;
}

/** Looks the rule of an endpoint up; `undefined` when there is none. */
export type Rules = (endpoint: string) => Promise<EndpointRule | undefined>;

/** The rules of an installation's endpoints on a bus. */
export const rulesOf =
  (client: Pick<EventBridgeClient, 'send'>, bus: Bus): Rules =>
  async (endpoint) => {
    try {
      const { Arn = '', State } = await client.send(new DescribeRuleCommand({ Name: ruleOf(bus, endpoint), EventBusName: bus.name }));
      return { arn: Arn, isEnabled: State !== 'DISABLED' };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
