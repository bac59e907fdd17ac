import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type Index, TABLE } from '../../functions/shared/table/partitions.ts';
import { joined, type TableRights } from '../../functions/shared/table/rights.ts';
import { customerKey } from '../base/customer-key.ts';
import { PERIOD } from '../base/metric.ts';
import type { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface TenantryTableProps {
  readonly configuration: Configuration;
}

/**
 * The single table. It hands out rights: exactly the named actions, in the partitions they are for,
 * together with its name as `TABLE_NAME`.
 */
export class TenantryTable extends Construct {
  private readonly table: ITable;

  constructor(scope: Construct, id: string, { configuration }: TenantryTableProps) {
    super(scope, id);
    const { restoredTable } = configuration;
    const own = restoredTable?.keepFormer === false ? undefined : createTable(this, configuration);
    // A type of the CDK that does not fit its own class under `exactOptionalPropertyTypes`.
    this.table = restoredTable ? importTable(this, restoredTable.streamArn) : (own as ITable);
    if (restoredTable && own) keepExports(own);
  }

  /** The table itself, for apps around this one. */
  get resource(): ITable {
    return this.table;
  }

  get tableName(): string {
    return this.table.tableName;
  }

  get tableArn(): string {
    return this.table.tableArn;
  }

  /**
   * A metric of the table and of each of its indexes, added up over time: that of the table counts
   * nothing of an index.
   */
  metrics(metricName: string): readonly Metric[] {
    const options = { period: PERIOD, statistic: 'Sum' };
    const dimensionsOf = (index: Index) => ({ TableName: this.tableName, GlobalSecondaryIndexName: index });
    return [
      this.table.metric(metricName, options),
      ...TABLE.indexes.map(({ name }) =>
        this.table.metric(metricName, { ...options, dimensionsMap: dimensionsOf(name), label: `${metricName} ${name}` }),
      ),
    ];
  }

  /** The ARN of the stream of new and old images. */
  get streamArn(): string {
    return this.table.tableStreamArn ?? '';
  }

  /**
   * Lets a function do things to items of the table and its indexes, each in the partitions it is
   * named for; to be called once for a function.
   */
  grant(grantee: TenantryFunction, ...rights: readonly TableRights[]): void {
    grantee.addEnvironment('TABLE_NAME', this.tableName);
    for (const [right, partitions] of Object.entries(joined(rights))) {
      const [action = '', index] = right.split(' of ');
      allow(grantee, action, index === undefined ? this.tableArn : `${this.tableArn}/index/${index}`, partitions);
    }
    // The table's key, which is encrypted with it, is all that a caller needs to read and to write
    // (developer guide, "Encryption at rest").
    grantee.grantKey('dynamodb', 'Decrypt');
  }

  /** Lets an event source mapping of the function follow the stream. */
  grantStreamRead(follower: TenantryFunction): void {
    const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`);
    Grant.addToPrincipal({ grantee: follower, actions, resourceArns: [this.streamArn] });
    follower.grantKey('dynamodb', 'Decrypt');
  }
}

const createTable = (scope: Construct, configuration: Configuration): Table => {
  const { retainData } = configuration;
  const key = customerKey(scope, configuration);
  const table = new Table(scope, 'Resource', {
    partitionKey: text(TABLE.partitionKey),
    sortKey: text(TABLE.sortKey),
    timeToLiveAttribute: TABLE.timeToLive,
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    ...(key ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key } : { encryption: TableEncryption.AWS_MANAGED }),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: retainData,
    removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const { name, partitionKey, sortKey, projection } of TABLE.indexes) {
    const keys = { partitionKey: text(partitionKey), sortKey: text(sortKey) };
    table.addGlobalSecondaryIndex({ indexName: name, ...keys, projectionType: ProjectionType[projection] });
  }
  return table;
};

const importTable = (scope: Construct, tableStreamArn: string): ITable => {
  const [, tableName = ''] = tableStreamArn.split('/');
  return Table.fromTableAttributes(scope, 'Restored', { tableName, tableStreamArn });
};

// The API imports them until it is deployed itself, which is after this stack: CloudFormation
// refuses to remove an export that is in use.
const keepExports = (table: Table): void => {
  for (const value of [table.tableName, table.tableArn, table.tableStreamArn]) Stack.of(table).exportValue(value);
};

// `ForAllValues` because one call may name several partitions; one that names none is allowed, and
// there is no such call among these.
const allow = (grantee: TenantryFunction, action: string, resource: string, partitions: readonly string[]): void => {
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [`dynamodb:${action}`],
      resources: [resource],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
    }),
  );
};

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });
