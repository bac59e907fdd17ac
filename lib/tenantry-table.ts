import { RemovalPolicy } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { clientKey, credentialKey, TABLE } from '../functions/shared/keys.ts';
import { PERIOD } from './measured.ts';
import type { TenantryFunction } from './tenantry-function.ts';

type ReadAction = 'GetItem' | 'BatchGetItem' | 'Query';
type Index = (typeof TABLE.indexes)[number]['name'];
type TransactionAction = 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

interface TenantryTableProps {
  /** Protects the table from deletion, and keeps it when the stack goes. */
  readonly retainData: boolean;
}

/** The single table. It hands out rights: exactly the named actions, on the table itself, together with its name as `TABLE_NAME`. */
export class TenantryTable extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string, { retainData }: TenantryTableProps) {
    super(scope, id);

    this.table = new Table(this, 'Resource', {
      partitionKey: text(TABLE.partitionKey),
      sortKey: text(TABLE.sortKey),
      timeToLiveAttribute: TABLE.timeToLive,
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retainData,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const { name, partitionKey, sortKey, projection } of TABLE.indexes) {
      const keys = { partitionKey: text(partitionKey), sortKey: text(sortKey) };
      this.table.addGlobalSecondaryIndex({ indexName: name, ...keys, projectionType: ProjectionType[projection] });
    }
  }

  get tableName(): string {
    return this.table.tableName;
  }

  /** A metric of the table, added up. */
  metric(metricName: string): Metric {
    return this.table.metric(metricName, { period: PERIOD, statistic: 'Sum' });
  }

  /** The ARN of the stream of new and old images. */
  get streamArn(): string {
    return this.table.tableStreamArn ?? '';
  }

  /** Lets a function read items of the table itself, by their primary key or a partition in order. */
  grantRead(reader: TenantryFunction, ...actions: readonly ReadAction[]): void {
    this.grant(reader, actions);
  }

  /** Lets a function read what HTTP Basic is verified with, and note at most once an hour that an API credential was used. */
  grantSignIn(verifier: TenantryFunction): void {
    this.grant(verifier, ['GetItem', 'BatchGetItem']);
    const { pk } = credentialKey('*');
    verifier.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [pk] } },
      }),
    );
  }

  /** Lets a function read which tenant an app client is bound to, and nothing else. */
  grantBindings(reader: TenantryFunction): void {
    reader.addEnvironment('TABLE_NAME', this.tableName);
    reader.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:GetItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [clientKey('*').pk] } },
      }),
    );
  }

  /** Lets a function query one index. */
  grantQuery(reader: TenantryFunction, index: Index): void {
    Grant.addToPrincipal({ grantee: reader, actions: ['dynamodb:Query'], resourceArns: [`${this.table.tableArn}/index/${index}`] });
  }

  /** Lets a function write with `TransactWriteItems`, which is authorised by the action of each item in it. */
  grantTransaction(writer: TenantryFunction, ...actions: readonly TransactionAction[]): void {
    this.grant(writer, actions);
  }

  /** Lets an event source mapping of the function follow the stream. */
  grantStreamRead(follower: TenantryFunction): void {
    const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`);
    Grant.addToPrincipal({ grantee: follower, actions, resourceArns: [this.streamArn] });
  }

  private grant(grantee: TenantryFunction, actions: readonly (ReadAction | TransactionAction)[]): void {
    grantee.addEnvironment('TABLE_NAME', this.tableName);
    Grant.addToPrincipal({ grantee, actions: actions.map((action) => `dynamodb:${action}`), resourceArns: [this.table.tableArn] });
  }
}

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });
