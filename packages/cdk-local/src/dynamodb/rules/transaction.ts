import { validationError } from '../../base/aws-error.ts';
import type { TransactElement } from './request.ts';

const REPORTS = ['ALL_OLD', 'NONE'];

/**
 * Refuses an element of a transaction that does not do exactly one thing. Source: API reference,
 * TransactWriteItem.
 */
export const checkTransaction = ({ TransactItems = [] }: { readonly TransactItems?: readonly TransactElement[] }): void => {
  for (const element of TransactItems) {
    const [operation, ...others] = Object.values(element);
    if (operation === undefined) {
      throw validationError('Invalid Request: TransactWriteRequest should contain Delete or Put or Update request');
    }
    if (others.length > 0) throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
    const { ReturnValuesOnConditionCheckFailure: report = 'NONE' } = operation;
    if (!REPORTS.includes(report)) {
      throw validationError(
        `1 validation error detected: Value '${report}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: ` +
          `Member must satisfy enum value set: [${REPORTS.join(', ')}]`,
      );
    }
  }
};
