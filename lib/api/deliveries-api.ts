import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { getDelivery, listDeliveries, redeliver } from '../../functions/deliveries/contract.ts';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { ACTIVE_TENANT, cursors, IDEMPOTENT } from '../data/table-rights.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

const { answers, deliveries, deliveryLists, webhooks } = PARTITIONS;

interface DeliveriesApiProps extends ApiSliceProps {
  readonly bus: IEventBus;
}

/** The endpoints of the delivery log. Redelivering puts an event on the bus again. */
export class DeliveriesApi extends Construct {
  constructor(scope: Construct, id: string, { table, bus, ...shared }: DeliveriesApiProps) {
    super(scope, id);

    const list = new Endpoint(this, 'List', { ...shared, contract: listDeliveries, entry: 'deliveries/list' });
    table.grant(list, cursors(listDeliveries), { BatchGetItem: deliveries, Query: deliveryLists });

    const get = new Endpoint(this, 'Get', { ...shared, contract: getDelivery, entry: 'deliveries/get' });
    table.grant(get, { GetItem: deliveries });

    const again = new Endpoint(this, 'Redeliver', {
      ...{ ...shared, contract: redeliver, entry: 'deliveries/redeliver' },
      environment: {
        EVENT_BUS_NAME: bus.eventBusName,
        OPERATOR_ENDPOINTS: JSON.stringify(shared.configuration.webhooks.map(({ name }) => name)),
      },
    });
    table.grant(again, ACTIVE_TENANT, IDEMPOTENT, {
      GetItem: [...deliveries, ...webhooks],
      UpdateItem: deliveries,
      // That the answer can be kept, and the endpoint takes it, is checked before the event is sent.
      ConditionCheckItem: [...webhooks, ...answers],
    });
    Grant.addToPrincipal({ grantee: again, actions: ['events:PutEvents'], resourceArns: [bus.eventBusArn] });
  }
}
