import type { Configuration } from './configuration-schema.ts';

/**
 * Rules of a bus: EventBridge user guide, "EventBridge quotas", read in November 2026. AWS raises
 * it on request.
 */
const RULES = 300;
const RULES_BY_REGION: Readonly<Record<string, number>> = { 'af-south-1': 100, 'eu-south-1': 100 };

/**
 * Four for welcome e-mails, one for the canary, and the one that EventBridge creates for an
 * archive.
 */
const OWN_RULES = 6;

type Place = Pick<Configuration, 'region' | 'eventBusArn' | 'webhooks'>;

/**
 * Returns the quota of rules of a bus in the Region of the stacks, as far as the configuration
 * names it.
 */
export const rulesPerBus = ({ region, eventBusArn }: Omit<Place, 'webhooks'>): number =>
  RULES_BY_REGION[region ?? eventBusArn?.split(':')[3] ?? ''] ?? RULES;

/**
 * Returns how many self-service endpoints the quota has capacity for, beside the installation's
 * other rules.
 */
export const endpointCapacity = (configuration: Place): number => rulesPerBus(configuration) - OWN_RULES - configuration.webhooks.length;
