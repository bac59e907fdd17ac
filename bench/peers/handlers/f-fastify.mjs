// (f) Fastify by its adapter for Lambda; it compiles the schema of the route with its own Ajv.
import awsLambdaFastify from '@fastify/aws-lambda';
import fastify from 'fastify';
import { newOrganization } from '../../../functions/organizations/schemas.ts';
import { authenticator, creation, headersOf, problemOf } from './job.mjs';
import { commit } from './sdk.mjs';

const app = fastify({ logger: false, ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } } });
const authenticate = authenticator();
const contextOf = ({ awsLambda }) => awsLambda.event.requestContext;

app.decorateRequest('claims', null);
app.post(
  '/v3/resellers/:resellerId/organizations',
  {
    schema: { body: newOrganization },
    onRequest: async (request) => {
      request.claims = await authenticate(request.headers.authorization, request.params.resellerId);
    },
  },
  async (request, reply) => {
    const { resellerId } = request.params;
    const { organization, TransactItems } = creation(resellerId, request.body, request.claims, contextOf(request));
    await commit(TransactItems);
    reply.code(201).headers(headersOf(resellerId, organization, contextOf(request).requestId));
    return organization;
  },
);
app.setErrorHandler((error, request, reply) => {
  const problem = problemOf(error, contextOf(request).requestId);
  return reply.code(problem.status).type('application/problem+json').send(problem);
});

export const handler = awsLambdaFastify(app);
