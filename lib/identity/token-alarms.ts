import { Construct } from 'constructs';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { Identity } from './identity.ts';

interface TokenAlarmsProps {
  readonly identity: Identity;
  readonly configuration: Configuration;
}

/** Alarms when clients get no tokens. */
export class TokenAlarms extends Construct {
  constructor(scope: Construct, id: string, { identity, configuration }: TokenAlarmsProps) {
    super(scope, id);

    new RunbookAlarm(this, 'Errors', {
      configuration,
      metric: identity.binding.metricErrors(),
      threshold: 1,
      // Cognito retries a single failure.
      periods: 2,
      advice: 'Clients get no tokens: read the cause in the log of the function that binds them.',
      heading: 'token-errors',
    });
  }
}
