import { limitIn } from '../base/aws-limit.ts';
import { LIMITS } from './limits.ts';

/** EventBridge's quotas, by resource. */
export type Quotas = {
  readonly rulesPerBus: number;
  readonly wildcardRulesPerBus: number;
  readonly targetsPerRule: number;
  readonly patternCharacters: number;
  readonly connections: number;
  readonly destinations: number;
};

/** Returns the quotas of a new account in a Region. */
export const quotasIn = (region: string): Quotas => ({
  rulesPerBus: limitIn(LIMITS.rulesPerBus, region),
  wildcardRulesPerBus: LIMITS.wildcardRulesPerBus.value,
  targetsPerRule: LIMITS.targetsPerRule.value,
  patternCharacters: LIMITS.patternCharacters.value,
  connections: LIMITS.connections.value,
  destinations: LIMITS.destinations.value,
});
