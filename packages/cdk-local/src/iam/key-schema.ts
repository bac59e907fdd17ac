/** The partition key of a table or of one of its indexes. */
export interface KeySchema {
  readonly arn: string;
  readonly partitionKey: string;
}

/**
 * Finds a table by its name or ARN, or an index of it; undefined for one that the template does not
 * have.
 */
export type KeySchemas = (tableNameOrArn: string, indexName?: string) => KeySchema | undefined;
