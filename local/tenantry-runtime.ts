import { startRuntime } from '@tenantry/cdk-local/runtime';
import type { EnvironmentOverrides, Runtime, RuntimeListeners, RuntimeOptions } from '@tenantry/cdk-local/runtime-options';
import { deliveryLog } from './delivery-log.ts';
import { openEventTap, TAP_PATH } from './event-tap.ts';
import { type Issuer, openIssuer } from './keys.ts';
import { localTokens } from './local-token.ts';
import { operatorClient } from './operator-client.ts';
import { announceRuntime } from './runtime-address.ts';
import { dataOutput } from './tenantry-stacks.ts';

/** The listeners of the runtime, except for those by which deliveries are logged. */
type Listeners = Omit<RuntimeListeners, 'deployed' | 'delivered'>;

/** The options of a run of Tenantry. */
export interface TenantryOptions extends Omit<RuntimeOptions, 'environment' | 'routes' | 'apiRoutes' | 'importedSecrets' | 'on'> {
  /** Overrides variables of every function. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder of the signing key; `.tenantry` in the working directory unless given. */
  readonly stateDir?: string;
  readonly on: Listeners;
}

/** A running Tenantry. */
export interface TenantryRuntime extends Runtime {
  /** Mints a token that the running functions accept. */
  readonly mintToken: Issuer['mintToken'];
}

const KEY_SET_PATH = '/.well-known/jwks.json';

/**
 * Runs Tenantry's synthesised stacks on loopback, with an issuer of tokens in place of the real one
 * and a log of the webhooks that were delivered.
 *
 * @throws {Error} whatever {@link startRuntime} rejects with, or a sentence that names a signing
 * key that cannot be read
 */
export const startTenantry = async ({ stateDir, environment, ...options }: TenantryOptions): Promise<TenantryRuntime> => {
  const issuer = await openIssuer(stateDir);
  const log = deliveryLog((message) => options.on.warning?.(message));
  const tap = openEventTap();
  const { routes, importedSecrets } = operatorClient(issuer);
  const runtime = await startRuntime({
    ...options,
    environment: withKeySet(environment),
    importedSecrets,
    routes: { ...routes, [KEY_SET_PATH]: issuer.jwks, [TAP_PATH]: tap.respond },
    apiRoutes: localTokens(issuer),
    on: { ...options.on, ...loggingOf(log), event: bothOf(options.on.event, tap.publish) },
  }).catch(async (error: unknown) => {
    await log.stop();
    throw error;
  });
  const forget = await announceRuntime(addressOf(runtime), stateDir);
  return {
    ...runtime,
    mintToken: issuer.mintToken,
    async stop() {
      tap.stop();
      await forget();
      // What is being written needs the database.
      await log.stop();
      await runtime.stop();
    },
  };
};

type OnEvent = NonNullable<RuntimeListeners['event']>;

const bothOf =
  (first: OnEvent | undefined, second: OnEvent): OnEvent =>
  (event) => {
    first?.(event);
    second(event);
  };

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
  delivered(event) {
    log.note(event);
    return log.idle();
  },
});
