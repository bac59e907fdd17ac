import { startRuntime } from '@tenantry/cdk-local/runtime';
import type { EnvironmentOverrides, Runtime, RuntimeListeners, RuntimeOptions } from '@tenantry/cdk-local/runtime-options';
import { openLocalConsole } from './console/local-console.ts';
import { deliveryLog } from './delivery-log.ts';
import { openEventTap, TAP_PATH } from './event-tap.ts';
import { type Issuer, openIssuer } from './keys.ts';
import { localTokens } from './local-token.ts';
import { mergeListeners } from './merge-listeners.ts';
import { operatorClient } from './operator-client.ts';
import { announceRuntime } from './runtime-address.ts';
import { dataOutput } from './tenantry-stacks.ts';

/** The listeners of the runtime, except for those by which deliveries are logged. */
type Listeners = Omit<RuntimeListeners, 'deployed' | 'delivered'>;

/** The options of a run of Tenantry. */
export interface TenantryOptions extends Omit<RuntimeOptions, 'environment' | 'routes' | 'before' | 'importedSecrets' | 'on'> {
  /** Overrides variables of every function. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder of the signing key; `.tenantry` in the working directory unless given. */
  readonly stateDir?: string;
  /** Serves the console on this port, or on a free one when it is taken; none unless given. */
  readonly consolePort?: number;
  readonly on: Listeners;
}

/** A running Tenantry. */
export interface TenantryRuntime extends Runtime {
  /** Mints a token that the running functions accept. */
  readonly mintToken: Issuer['mintToken'];
  /** The link of the console, with its key, when there is one. */
  readonly consoleLink?: string;
}

const KEY_SET_PATH = '/.well-known/jwks.json';

/**
 * Runs Tenantry's synthesised stacks on loopback, with an issuer of tokens in place of the real one
 * and a log of the webhooks that were delivered.
 *
 * @throws {Error} whatever {@link startRuntime} rejects with, or a sentence that names a signing
 * key that cannot be read
 */
export const startTenantry = async ({ stateDir, environment, consolePort, ...options }: TenantryOptions): Promise<TenantryRuntime> => {
  const issuer = await openIssuer(stateDir);
  const log = deliveryLog((message) => options.on.warning?.(message));
  const tap = openEventTap();
  const page = consolePort === undefined ? undefined : openLocalConsole();
  const tokens = localTokens(issuer);
  const { routes, importedSecrets } = operatorClient(issuer);
  const runtime = await startRuntime({
    ...options,
    environment: withKeySet(environment),
    importedSecrets,
    routes: { ...routes, [KEY_SET_PATH]: issuer.jwks, [TAP_PATH]: tap.respond },
    before: (request) => tokens(request) ?? page?.before(request),
    ...(page && { faults: { ...options.faults, database: bothFaults(options.faults?.database, page.faultOf) } }),
    on: mergeListeners(options.on, loggingOf(log), { event: tap.publish }, page?.on ?? {}),
  }).catch(async (error: unknown) => {
    await log.stop();
    throw error;
  });
  const forget = await announceRuntime(addressOf(runtime), stateDir);
  const { mintToken } = issuer;
  const served = await page?.serve({ ...runtime, mintToken }, consolePort ?? 0).catch(async (error: unknown) => {
    await runtime.stop();
    throw error;
  });
  return {
    ...runtime,
    mintToken,
    ...(served && { consoleLink: served.link }),
    async stop() {
      tap.stop();
      await served?.stop();
      await forget();
      // What is being written needs the database.
      await log.stop();
      await runtime.stop();
    },
  };
};

type FaultOf = NonNullable<NonNullable<RuntimeOptions['faults']>['database']>;

const bothFaults =
  (first: FaultOf | undefined, second: FaultOf): FaultOf =>
  (operation, input) =>
    first?.(operation, input) ?? second(operation, input);

const addressOf = ({ url, awsUrl, dynamodbUrl, outputs }: Runtime) => ({
  ...{ url, awsUrl, dynamodbUrl, outputs },
  ...{ busName: dataOutput(outputs, 'EventBusName'), signingSecret: dataOutput(outputs, 'SigningSecretArn') },
});

const withKeySet =
  (environment: Readonly<Record<string, string>> = {}): EnvironmentOverrides =>
  (definition, { awsUrl }) => ({
    ...('JWKS_URI' in definition.environment && { JWKS_URI: `${awsUrl}${KEY_SET_PATH}` }),
    ...environment,
  });

const loggingOf = (log: ReturnType<typeof deliveryLog>): Pick<RuntimeListeners, 'deployed' | 'delivered'> => ({
  deployed({ functions, addresses: { dynamodbUrl: url, region } }) {
    // The collector of dead letters knows the table in which deliveries are logged.
    const collector = functions.find((definition) => 'DELIVERY_LOG_DAYS' in definition.environment);
    const { TABLE_NAME, DELIVERY_LOG_DAYS } = collector?.environment ?? {};
    if (TABLE_NAME) log.open({ url, region, tableName: TABLE_NAME, keptDays: Number(DELIVERY_LOG_DAYS) });
  },
  delivered: (event) => log.note(event),
});
