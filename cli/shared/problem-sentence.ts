import type { TenantryProblem } from '../../client/index.ts';
import { printable } from './printable.ts';

/** Says what the API refused, with each member that is wrong. */
export const problemSentence = ({ status, code, problem, requestId, retryAfter }: TenantryProblem): string => {
  const errors = (problem.errors ?? []).map(({ pointer, message }) => `\n  ${printable(pointer)}: ${printable(message)}`);
  const hints = [requestId && `request ${printable(requestId)}`, retryAfter !== undefined && `retry after ${retryAfter} s`].filter(Boolean);
  return `${status}${code === undefined ? '' : ` ${printable(code)}`}: ${printable(problem.message)}${errors.join('')}${hints.length > 0 ? `\n(${hints.join(', ')})` : ''}`;
};
