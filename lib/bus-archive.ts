import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Archive, type EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { SOURCE } from '../functions/events/names.ts';
import type { Configuration } from './configuration-schema.ts';

interface BusArchiveProps {
  readonly bus: EventBus;
  readonly configuration: Configuration;
}

/** Keeps the events of the bus, so that they can be replayed to an endpoint; what was meant for one endpoint only is not kept again. */
export class BusArchive extends Construct {
  readonly archive: Archive;

  constructor(scope: Construct, id: string, { bus, configuration: { archiveDays, retainData } }: BusArchiveProps) {
    super(scope, id);

    this.archive = new Archive(this, 'Resource', {
      sourceEventBus: bus,
      description: 'Every change of a tenant, to be replayed to an endpoint',
      eventPattern: { source: [SOURCE] },
      retention: Duration.days(archiveDays),
    });
    this.archive.applyRemovalPolicy(retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
  }
}
