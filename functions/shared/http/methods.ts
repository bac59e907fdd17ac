import type { Contract } from '../contract/contract.ts';

type Method = Contract['method'];

/** Returns the methods that an operation takes: HEAD wherever GET is. */
export const methodsOf = (method: Method): readonly (Method | 'HEAD')[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]);

/**
 * Returns the method of an operation's route. A route of its own for HEAD would be one more
 * resource of the stack, for each read: the route of a read takes every method that its path has no
 * other route for, and its function refuses the others (`routed.ts`).
 */
export const gatewayMethod = (method: Method): Exclude<Method, 'GET'> | 'ANY' => (method === 'GET' ? 'ANY' : method);
