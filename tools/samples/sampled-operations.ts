import type { Contract } from '../../functions/shared/contract/contract.ts';
import type { RegisteredOperation } from '../../functions/shared/operation.ts';
import { resourcesOf } from '../contracts/resources.ts';

/** An operation, the method that it is in the client of TypeScript, and its body. */
export interface SampledOperation {
  readonly contract: RegisteredOperation['contract'];
  /** Such as `organizations.create`. */
  readonly method: string;
  /** The example of the contract, or a request of a test. */
  readonly body?: unknown;
}

/** Lists the operations of slices by their ids, each with the body of its example. */
export const sampledOperations = (
  slices: Readonly<Record<string, Readonly<Record<string, RegisteredOperation>>>>,
): ReadonlyMap<string, SampledOperation> =>
  new Map(
    resourcesOf(slices).flatMap((resource) =>
      resource.methods.map(({ name, operation: { contract } }) => [
        contract.operationId,
        { contract, method: `${resource.name}.${name}`, ...bodyOf(contract) },
      ]),
    ),
  );

const bodyOf = ({ requestExample }: Contract) => (requestExample === undefined ? {} : { body: requestExample });
