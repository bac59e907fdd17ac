import type { CreateTableCommandInput, GlobalSecondaryIndex, LocalSecondaryIndex, TimeToLiveSpecification } from '@aws-sdk/client-dynamodb';
import type { Resource } from '../template/model.ts';

/** A table as the template describes it, in the words of the DynamoDB API. */
export interface TableDefinition {
  readonly create: CreateTableCommandInput & { readonly TableName: string };
  readonly timeToLive?: TimeToLiveSpecification;
}

/**
 * Reads `AWS::DynamoDB::Table` or `AWS::DynamoDB::GlobalTable`; every table is on-demand locally.
 */
export const tableDefinition = (resource: Resource): TableDefinition => {
  const properties = resource.properties() as unknown as TemplateTable;
  const {
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes,
    LocalSecondaryIndexes,
    StreamSpecification,
    TimeToLiveSpecification: timeToLive,
  } = properties;
  return {
    create: {
      TableName: resource.reference().ref,
      AttributeDefinitions,
      KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
      ...(GlobalSecondaryIndexes?.length ? { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(index) } : {}),
      ...(LocalSecondaryIndexes?.length ? { LocalSecondaryIndexes: LocalSecondaryIndexes.map(index) } : {}),
      ...(StreamSpecification ? { StreamSpecification: { ...StreamSpecification, StreamEnabled: true } } : {}),
    },
    ...(timeToLive?.Enabled ? { timeToLive } : {}),
  };
};

type TemplateTable = Pick<
  CreateTableCommandInput,
  'AttributeDefinitions' | 'KeySchema' | 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'
> & {
  readonly StreamSpecification?: { readonly StreamViewType: 'NEW_AND_OLD_IMAGES' };
  readonly TimeToLiveSpecification?: TimeToLiveSpecification;
};

/** Index settings about throughput have no meaning on an on-demand table. */
const index = <Index extends GlobalSecondaryIndex | LocalSecondaryIndex>({ IndexName, KeySchema, Projection }: Index) => ({
  IndexName,
  KeySchema,
  Projection,
});
