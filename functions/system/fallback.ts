import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { answerProblems } from '../shared/endpoint/answer-problems.ts';
import type { Exchange } from '../shared/endpoint/exchange.ts';
import { observe } from '../shared/endpoint/observe.ts';
import { refuseRoute } from '../shared/http/routes.ts';
import { setting } from '../shared/runtime.ts';

/** Answers requests that match no route. */
export const handler = middy(async ({ requestContext: { http }, rawPath }: Exchange): Promise<APIGatewayProxyStructuredResultV2> => {
  // An HTTP API with a $default route passes preflights to it, and adds its own headers to the
  // answer.
  if (http.method === 'OPTIONS' && setting('ANSWER_PREFLIGHTS') === 'true') return { statusCode: 204 };
  return refuseRoute(http.method, rawPath);
}).use([observe({ operationId: 'fallback' }), answerProblems('public')]);
