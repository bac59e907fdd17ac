import { TenantryProblem } from '../../client/index.ts';
import { isLoopback } from '../../lib/configuration/formats.ts';
import { printable } from './printable.ts';
import { explainUnreachable } from './unreachable.ts';

const OTHER_FOLDER = `
A local token is of the folder that npx tenantry start runs in: call the API there, or set TENANTRY_TOKEN.`;

/** Returns what to throw when a call of an API failed: a sentence, where there is one. */
export const apiError = (error: unknown, url: string): unknown => {
  if (error instanceof TenantryProblem) {
    const advice = error.code === 'token-invalid' && isLoopback(url) ? OTHER_FOLDER : '';
    return new Error(`${problemSentence(error)}${advice}`, { cause: error });
  }
  const unreachable = explainUnreachable(error, url);
  return unreachable === undefined ? error : new Error(unreachable, { cause: error });
};

const problemSentence = ({ status, code, problem, requestId, retryAfter }: TenantryProblem): string => {
  const errors = (problem.errors ?? []).map(({ pointer, message }) => `\n  ${printable(pointer)}: ${printable(message)}`);
  const hints = [requestId && `request ${printable(requestId)}`, retryAfter !== undefined && `retry after ${retryAfter} s`].filter(Boolean);
  return `${status}${code === undefined ? '' : ` ${printable(code)}`}: ${printable(problem.message)}${errors.join('')}${hints.length > 0 ? `\n(${hints.join(', ')})` : ''}`;
};
