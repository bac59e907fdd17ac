import { Duration } from 'aws-cdk-lib';
import { type IEventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { CANARY_RESELLER, MEASURED_EVENT, NO_ADDRESS } from '../../functions/canary/contract.ts';
import { ownEvents } from '../../functions/shared/bus.ts';
import { CANARY_SOURCE } from '../../functions/shared/contract/event.ts';
import { canaryRuns } from '../../functions/shared/table/canary-keys.ts';
import { organizationEmails, organizationNames, resellerKey } from '../../functions/shared/table/keys.ts';
import type { TenantryHttpApi } from '../api/http-api.ts';
import { RunbookAlarms } from '../base/runbook-alarms.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import { busOf } from '../configuration/bus-name.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { canaryAlarms } from './canary-alarms.ts';

interface CanaryProps {
  readonly configuration: Configuration;
  readonly table: TenantryTable;
  readonly bus: IEventBus;
  readonly api: TenantryHttpApi;
}

const RESELLER = resellerKey(CANARY_RESELLER).pk;
const ENTRIES = [organizationNames(CANARY_RESELLER), organizationEmails(CANARY_RESELLER)];
const RUNS = canaryRuns.pk;

/**
 * Does what a tenant does every few minutes, in a reserved reseller, and measures the delay of its
 * events. When it is switched off, it stays deployed with its schedule disabled and without alarms.
 */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, { configuration, table, bus, api }: CanaryProps) {
    super(scope, id);

    const { enabled, everyMinutes } = configuration.canary;
    const every = Duration.minutes(everyMinutes);
    const run = new TenantryFunction(this, 'Run', {
      configuration,
      entry: 'canary/run',
      description: 'Creates and deletes an organization of its own and calls the API, to tell whether that works',
      timeout: Duration.seconds(30),
      environment: { API_URL: publicUrl(api, configuration), CANARY_PATIENCE_SECONDS: String(every.toSeconds() / 2) },
    });
    table.grant(run, {
      GetItem: [RESELLER],
      Query: [RESELLER, RUNS],
      PutItem: [RESELLER, RUNS, ...ENTRIES],
      UpdateItem: [RESELLER],
      DeleteItem: [RESELLER, ...ENTRIES],
    });
    // A failed run is not repeated: the next is minutes away.
    run.lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: every });
    new Rule(this, 'Schedule', {
      description: 'Runs the canary',
      enabled,
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(run.lambda, { retryAttempts: 0, maxEventAge: every })],
    });

    const arrive = new TenantryFunction(this, 'Arrive', {
      configuration,
      entry: 'canary/arrive',
      description: 'Measures how long events of the canary took',
    });
    table.grant(arrive, { UpdateItem: [RUNS] });
    new Rule(this, 'Arrivals', {
      eventBus: bus,
      description: 'Events of the canary, to be measured',
      eventPattern: { source: [CANARY_SOURCE], detailType: [MEASURED_EVENT], ...ownEvents(busOf(configuration)) },
      targets: [new LambdaFunction(arrive.lambda, { retryAttempts: 5, maxEventAge: Duration.hours(1) })],
    });
    if (enabled) new RunbookAlarms(this, 'Alarms', { configuration, alarms: canaryAlarms(configuration, every) });
  }
}

// With mutual TLS the address requires a certificate, which the canary does not have.
const publicUrl = (api: TenantryHttpApi, { canary, domain }: Configuration): string =>
  canary.callApi && !domain?.mutualTls ? api.url : NO_ADDRESS;
