import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Archive, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { ownEvents } from '../../functions/shared/bus.ts';
import { SOURCE } from '../../functions/shared/contract/event.ts';
import { customerKey } from '../base/customer-key.ts';
import { busOf } from '../configuration/bus-name.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface BusArchiveProps {
  readonly bus: IEventBus;
  readonly configuration: Configuration;
}

/**
 * Keeps the events of the bus, so that they can be replayed to an endpoint; events directed at one
 * endpoint are not kept.
 */
export class BusArchive extends Construct {
  readonly archive: Archive;

  constructor(scope: Construct, id: string, { bus, configuration }: BusArchiveProps) {
    super(scope, id);
    const { archiveDays, retainData } = configuration;
    const key = customerKey(this, configuration);

    this.archive = new Archive(this, 'Resource', {
      sourceEventBus: bus,
      description: 'Every change of a tenant, to be replayed to an endpoint',
      eventPattern: { source: [SOURCE], ...ownEvents(busOf(configuration)) },
      retention: Duration.days(archiveDays),
      ...(key && { kmsKey: key }),
    });
    this.archive.applyRemovalPolicy(retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
  }
}
