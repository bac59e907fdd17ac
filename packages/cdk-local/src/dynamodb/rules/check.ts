import type { TableDefinition } from '../definition.ts';
import { checkExpressions } from './expressions.ts';
import { checkIndexKeys } from './key-values.ts';
import { checkQuery } from './query.ts';
import { type Operation, operationsOf } from './request.ts';
import { type TableKeys, tableKeys } from './table-keys.ts';
import { checkTransaction } from './transaction.ts';
import { checkUpdate, updateActions } from './update.ts';

/**
 * Refuses a call, by the error that DynamoDB has for it, when DynamoDB would.
 *
 * @throws {AwsError}
 */
export type RequestCheck = (operation: string, input: unknown) => void;

/**
 * Checks calls by those rules of DynamoDB that need the call alone and that an engine may not know.
 * What an engine does refuse, such as a key of another type or an item of more than 400 KB, is left
 * to it.
 */
export const requestCheck = (definitions: readonly Pick<TableDefinition, 'create'>[]): RequestCheck => {
  const keysOf = tableKeys(definitions.map(({ create }) => create));
  return (operation, input) => {
    if (typeof input !== 'object' || input === null) return;
    if (operation === 'TransactWriteItems') checkTransaction(input);
    for (const each of operationsOf(operation, input)) {
      const keys = keysOf(each.TableName);
      checkExpressions(each);
      checkWrite(each, keys);
      if (operation === 'Query') checkQuery(each, keys);
    }
  };
};

const checkWrite = (operation: Operation, keys: TableKeys | undefined): void => {
  if (operation.Item !== undefined) checkIndexKeys(operation.Item, keys?.indexes ?? []);
  if (operation.UpdateExpression === undefined) return;
  const actions = updateActions(operation);
  checkUpdate(actions, keys);
  const values = actions.flatMap(({ path, value }) => (path.length === 1 && value ? [[String(path[0]), value] as const] : []));
  checkIndexKeys(Object.fromEntries(values), keys?.indexes ?? []);
};
