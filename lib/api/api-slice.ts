import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { RegisteredOperation } from '../../functions/shared/operation.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { Endpoint } from './endpoint.ts';
import type { TenantryHttpApi } from './http-api.ts';
import { type Installation, settingsOf } from './operation-settings.ts';

/** The resources that endpoints are built from. */
export interface ApiSliceProps extends Installation {
  readonly api: TenantryHttpApi;
  readonly table: TenantryTable;
}

/** The endpoints of one registry: functions behind their routes, with rights and settings. */
export class ApiSlice<Name extends string> extends Construct {
  private readonly endpoints: Readonly<Record<Name, Endpoint>>;

  constructor(scope: Construct, id: string, operations: Readonly<Record<Name, RegisteredOperation>>, props: ApiSliceProps) {
    super(scope, id);
    const entries = Object.entries<RegisteredOperation>(operations).filter(([, { inFallback }]) => !inFallback);
    this.endpoints = Object.fromEntries(entries.map(([name, operation]) => [name, this.add(operation, props)])) as Record<Name, Endpoint>;
  }

  /** Returns the endpoint of an operation, which may be given rights beyond those to the table. */
  endpoint(name: Name): Endpoint {
    return this.endpoints[name];
  }

  private add({ contract, handler, id, rights, ...more }: RegisteredOperation, { api, table, ...installation }: ApiSliceProps): Endpoint {
    const { configuration } = installation;
    const endpoint = new Endpoint(this, id, {
      ...{ api, contract, configuration },
      entry: handler,
      environment: settingsOf(more.settings, installation),
      ...(more.timeoutSeconds !== undefined && { timeout: Duration.seconds(more.timeoutSeconds) }),
      reserved: more.reserved && configuration.concurrency.reserved?.[more.reserved],
    });
    if (Object.keys(rights).length > 0) table.grant(endpoint, rights);
    return endpoint;
  }
}
