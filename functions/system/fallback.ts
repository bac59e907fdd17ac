import middy from '@middy/core';
import { CONTRACTS } from '../contracts.ts';
import { answerProblems } from '../shared/endpoint/answer-problems.ts';
import type { Exchange } from '../shared/endpoint/exchange.ts';
import { observe } from '../shared/endpoint/observe.ts';
import { Refusal } from '../shared/problems.ts';

const ROUTES = CONTRACTS.map(({ method, path }) => ({ method, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));

/** Refuses what no route takes: 405 with `Allow` when the path takes other methods, else 404. */
export const refuse = (method: string, path: string): never => {
  const allowed = [...new Set(ROUTES.filter(({ pattern }) => pattern.test(path)).map((route) => route.method))].join(', ');
  if (allowed === '') throw new Refusal('route-not-found', 'There is nothing at this path.');
  throw new Refusal('method-not-allowed', `This path takes ${allowed}, not ${method}.`, { headers: { allow: allowed } });
};

export const handler = middy(async ({ requestContext, rawPath }: Exchange) => refuse(requestContext.http.method, rawPath)).use([
  observe('fallback'),
  answerProblems('public'),
]);
