import { EVENTBRIDGE } from '../aws-limits/eventbridge.ts';
import { limitIn } from '../aws-limits/limit.ts';

/** How many of each there may be. */
export type Quotas = {
  readonly rulesPerBus: number;
  readonly wildcardRulesPerBus: number;
  readonly targetsPerRule: number;
  readonly patternCharacters: number;
  readonly connections: number;
  readonly destinations: number;
};

/** What AWS gives a new account in a Region. */
export const quotasIn = (region: string): Quotas => ({
  rulesPerBus: limitIn(EVENTBRIDGE.rulesPerBus, region),
  wildcardRulesPerBus: EVENTBRIDGE.wildcardRulesPerBus.value,
  targetsPerRule: EVENTBRIDGE.targetsPerRule.value,
  patternCharacters: EVENTBRIDGE.patternCharacters.value,
  connections: EVENTBRIDGE.connections.value,
  destinations: EVENTBRIDGE.destinations.value,
});
