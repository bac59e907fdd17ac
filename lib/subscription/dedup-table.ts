import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DEDUP_DAYS, DEDUP_TABLE } from '../../consumer/settings.ts';

interface DedupTableProps {
  /** Days that the id of a handled event is kept. */
  readonly days: number;
}

/** The table by which `oncePerEvent` recognises duplicates: an item for each event, with a TTL. */
export class DedupTable extends Construct {
  readonly table: Table;
  readonly #days: number;

  constructor(scope: Construct, id: string, { days }: DedupTableProps) {
    super(scope, id);
    if (!Number.isInteger(days) || days < 1 || days > 365) throw new Error(`dedup.days must be a whole number from 1 to 365, not ${days}`);
    this.#days = days;
    this.table = new Table(this, 'Resource', {
      partitionKey: { name: 'eventId', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      billingMode: BillingMode.PAY_PER_REQUEST,
      // What it knows is worth nothing without the subscription.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** Names the table to a function, and lets it do what `oncePerEvent` does. */
  grant(handler: LambdaFunction): void {
    handler.addEnvironment(DEDUP_TABLE, this.table.tableName);
    handler.addEnvironment(DEDUP_DAYS, String(this.#days));
    const actions = ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
    Grant.addToPrincipal({ grantee: handler, actions, resourceArns: [this.table.tableArn] });
  }
}
