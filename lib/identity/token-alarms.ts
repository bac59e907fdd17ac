import type { Alarms } from '../base/runbook-alarms.ts';
import type { Identity } from './identity.ts';

/** Defines the alarms for clients that get no tokens. */
export const tokenAlarms = (identity: Identity): Alarms => ({
  Errors: {
    metric: identity.binding.metricErrors(),
    threshold: 1,
    // Cognito retries a single failure.
    periods: 2,
    advice: 'Clients get no tokens: read the cause in the log of the function that binds them.',
    heading: 'token-errors',
  },
});
