import { isSameJson } from '../../functions/shared/contract/json.ts';

interface Index {
  readonly IndexName: string;
  readonly KeySchema: unknown;
  readonly Projection: unknown;
}

/** The properties of a table that DynamoDB does not change, or only one by one. */
interface TableProperties {
  readonly KeySchema?: unknown;
  readonly AttributeDefinitions?: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly LocalSecondaryIndexes?: readonly Index[];
  readonly StreamSpecification?: { readonly StreamViewType?: string };
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string };
}

/**
 * Lists what DynamoDB does not do to a table in one update, which CloudFormation's schemas do not
 * say. Source: UpdateTable and UpdateTimeToLive in the DynamoDB API reference.
 */
export const tableFaults = (before: TableProperties, after: TableProperties): readonly string[] => [
  ...faultOf('KeySchema', before.KeySchema, after.KeySchema),
  ...attributeFaults(before, after),
  ...globalIndexFaults(before.GlobalSecondaryIndexes, after.GlobalSecondaryIndexes),
  ...faultOf('LocalSecondaryIndexes', before.LocalSecondaryIndexes ?? [], after.LocalSecondaryIndexes ?? []),
  // Another view is another stream: what the publisher has not read of the old one is lost.
  ...faultOf('StreamSpecification', before.StreamSpecification?.StreamViewType, after.StreamSpecification?.StreamViewType),
  ...faultOf('TimeToLiveSpecification', before.TimeToLiveSpecification?.AttributeName, after.TimeToLiveSpecification?.AttributeName),
];

const isSame = (before: unknown, after: unknown): boolean => isSameJson(before ?? null, after ?? null);

const faultOf = (property: string, before: unknown, after: unknown): readonly string[] =>
  isSame(before, after) ? [] : [`${property} cannot change`];

const attributeFaults = (before: TableProperties, after: TableProperties): readonly string[] => {
  const types = new Map(after.AttributeDefinitions?.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  return (before.AttributeDefinitions ?? []).flatMap(({ AttributeName, AttributeType }) =>
    (types.get(AttributeName) ?? AttributeType) === AttributeType ? [] : [`AttributeDefinitions cannot give ${AttributeName} another type`],
  );
};

const globalIndexFaults = (before: readonly Index[] = [], after: readonly Index[] = []): readonly string[] => {
  const [from, to] = [before, after].map((indexes) => new Map(indexes.map((index) => [index.IndexName, index])));
  const deleted = before.filter(({ IndexName }) => !to?.has(IndexName));
  const created = after.filter(({ IndexName }) => !from?.has(IndexName));
  const changed = after.filter((index) => {
    const old = from?.get(index.IndexName);
    return old && !(isSame(old.KeySchema, index.KeySchema) && isSame(old.Projection, index.Projection));
  });
  const names = [...deleted, ...created].map(({ IndexName }) => IndexName);
  return [
    ...changed.map(({ IndexName }) => `GlobalSecondaryIndexes cannot change key or projection of ${IndexName}`),
    ...(names.length > 1 ? [`GlobalSecondaryIndexes cannot create or delete more than one index: ${names.join(', ')}`] : []),
  ];
};
