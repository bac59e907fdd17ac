import type { Fault } from './configuration-error.ts';
import type { Configuration } from './configuration-schema.ts';
import { isDeferred } from './formats.ts';
import type { Rule } from './rule.ts';

interface Place {
  readonly key: string;
  readonly value: string;
  readonly region?: string;
  readonly account?: string;
}

/**
 * Returns what must be in the Region and account of the stacks, the stacks first. A KMS key and a
 * topic may be of another account.
 */
const placesOf = ({ account, region, domain, kmsKeyArn, eventBusArn, restoredTable, alarmTopicArn }: Configuration): readonly Place[] => [
  ...(region === undefined ? [] : [{ key: 'region', value: region, region }]),
  ...(account === undefined ? [] : [{ key: 'account', value: account, account }]),
  ...ofArn('eventBusArn', eventBusArn),
  ...ofArn('restoredTable.streamArn', restoredTable?.streamArn),
  ...ofArn('domain.certificateArn', domain?.certificateArn),
  ...ofArn('domain.mutualTls.ownershipCertificateArn', domain?.mutualTls?.ownershipCertificateArn),
  ...ofArn('kmsKeyArn', kmsKeyArn).map(regionOnly),
  ...ofArn('alarmTopicArn', alarmTopicArn).map(regionOnly),
];

const ofArn = (key: string, arn: string | undefined): readonly Place[] => {
  if (arn === undefined || isDeferred(arn)) return [];
  const [, , , region = '', account = ''] = arn.split(':');
  return [{ key, value: arn, region, account }];
};

const regionOnly = ({ account: _, ...place }: Place): Place => place;

const requireSame =
  (part: 'region' | 'account', what: string): Rule =>
  (_, configuration) => {
    const [first, ...others] = placesOf(configuration).filter((place) => place[part] !== undefined);
    return others
      .filter((place) => place[part] !== first?.[part])
      .map(({ key, value }): Fault => ({ key, value, allowed: `must be of the ${what} ${first?.[part]}, as ${first?.key} is` }));
  };

const busLogsAreItsOwners: Rule = (_, { eventBusArn, busLogging }) =>
  eventBusArn !== undefined && busLogging !== 'off'
    ? [{ key: 'busLogging', value: busLogging, allowed: 'must be off with eventBusArn: what an existing bus logs is for its owner to say' }]
    : [];

const busPolicyIsItsOwners: Rule = (_, { eventBusArn, subscriberAccounts }) =>
  eventBusArn !== undefined && subscriberAccounts.length > 0
    ? [
        {
          key: 'subscriberAccounts',
          value: subscriberAccounts,
          allowed: 'must be empty with eventBusArn: the policy of an existing bus is for its owner to write',
        },
      ]
    : [];

const subscribersAreOthers: Rule = (_, { account, subscriberAccounts }) =>
  account !== undefined && subscriberAccounts.includes(account)
    ? [{ key: 'subscriberAccounts', value: account, allowed: 'must be other accounts: the own one needs no policy of the bus' }]
    : [];

// ARNs of its rules do not contain the bus, and its metrics have no `EventBusName`: rights, queue
// policies and alarms would miss them.
const noDefaultBus: Rule = (_, { eventBusArn }) =>
  eventBusArn?.endsWith(':event-bus/default')
    ? [
        {
          key: 'eventBusArn',
          value: eventBusArn,
          allowed:
            'must not be the default bus, which every AWS service writes to and whose rules have ARNs without a bus: make a bus of your own, or leave it out',
        },
      ]
    : [];

/** The rules that all resources of an installation are in one Region and one account. */
export const placeRules: readonly Rule[] = [
  requireSame('region', 'Region'),
  requireSame('account', 'account'),
  noDefaultBus,
  busLogsAreItsOwners,
  busPolicyIsItsOwners,
  subscribersAreOthers,
];
