// (b) Middy with its stock middlewares; its validator compiles with Ajv at each start.
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { createError } from '@middy/util';
import validator from '@middy/validator';
import { transpileSchema } from '@middy/validator/transpile';
import { newOrganization } from '../../../functions/organizations/schemas.ts';
import { authenticator, creation, headersOf } from './job.mjs';
import { commit } from './sdk.mjs';

const { $id, title, ...schema } = newOrganization;
const eventSchema = transpileSchema({ type: 'object', required: ['body'], properties: { body: schema } }, { strict: false });
const authenticate = authenticator();
const answered = (error) => {
  throw error.statusCode ? createError(error.statusCode, error.message) : error;
};
const authentication = {
  before: async ({ event }) => {
    event.claims = await authenticate(event.headers.authorization, event.pathParameters.resellerId).catch(answered);
  },
};

export const handler = middy(async ({ pathParameters: { resellerId }, requestContext, body, claims }) => {
  const { organization, TransactItems } = creation(resellerId, body, claims, requestContext);
  await commit(TransactItems).catch(answered);
  return { statusCode: 201, headers: headersOf(resellerId, organization, requestContext.requestId), body: JSON.stringify(organization) };
}).use([httpErrorHandler({ logger: false }), httpHeaderNormalizer(), authentication, httpJsonBodyParser(), validator({ eventSchema })]);
