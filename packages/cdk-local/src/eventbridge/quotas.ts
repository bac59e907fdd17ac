import { limitIn } from '../base/aws-limit.ts';
import { LIMITS } from './limits.ts';

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
  rulesPerBus: limitIn(LIMITS.rulesPerBus, region),
  wildcardRulesPerBus: LIMITS.wildcardRulesPerBus.value,
  targetsPerRule: LIMITS.targetsPerRule.value,
  patternCharacters: LIMITS.patternCharacters.value,
  connections: LIMITS.connections.value,
  destinations: LIMITS.destinations.value,
});
