import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Contract } from '../contract/contract.ts';
import { methodsOf } from '../http/methods.ts';
import { refuseRoute } from '../http/routes.ts';
import { setting } from '../runtime.ts';
import { answerProblems } from './answer-problems.ts';
import type { Exchange } from './exchange.ts';
import { observe } from './observe.ts';

type Handler = (event: Exchange, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

const FALLBACK = { operationId: 'fallback', access: 'public' } as const;

/** Answers requests that no operation takes: 404, 405, or 204 for a preflight. */
export const unrouted: Handler = middy(
  async ({ requestContext: { http }, rawPath }: Exchange): Promise<APIGatewayProxyStructuredResultV2> => {
    // An HTTP API passes preflights to the route that it finds, and adds its own headers to the
    // answer.
    if (http.method === 'OPTIONS' && setting('ANSWER_PREFLIGHTS') === 'true') return { statusCode: 204 };
    return refuseRoute(http.method, rawPath);
  },
).use([observe(FALLBACK), answerProblems(FALLBACK)]);

/** Hands an operation the requests of its methods, and refuses all others that its route takes. */
export const routed = ({ method }: Pick<Contract, 'method'>, run: Handler): Handler => {
  const methods: readonly string[] = methodsOf(method);
  return (event, context) => (methods.includes(event.requestContext.http.method) ? run : unrouted)(event, context);
};
