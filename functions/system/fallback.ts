import middy from '@middy/core';
import { answerProblems } from '../shared/endpoint/answer-problems.ts';
import type { Exchange } from '../shared/endpoint/exchange.ts';
import { observe } from '../shared/endpoint/observe.ts';
import { refuseRoute } from '../shared/routes.ts';

/** Answers what no route takes. */
export const handler = middy(async ({ requestContext, rawPath }: Exchange) => refuseRoute(requestContext.http.method, rawPath)).use([
  observe({ operationId: 'fallback' }),
  answerProblems('public'),
]);
