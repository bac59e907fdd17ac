// (c) Hono on its adapter for Lambda, with Ajv.
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { validator } from 'hono/validator';
import { validate } from './ajv.mjs';
import { authenticator, creation, HttpError, headersOf, problemOf } from './job.mjs';
import { commit } from './sdk.mjs';

const app = new Hono();
const authenticate = authenticator();
const authentication = async (c, next) => {
  c.set('claims', await authenticate(c.req.header('authorization'), c.req.param('resellerId')));
  await next();
};
const json = validator('json', (value) => {
  if (!validate(value)) throw new HttpError(400, 'invalid', JSON.stringify(validate.errors));
  return value;
});

app.post('/v3/resellers/:resellerId/organizations', authentication, json, async (c) => {
  const resellerId = c.req.param('resellerId');
  const { requestContext } = c.env.event;
  const { organization, TransactItems } = creation(resellerId, c.req.valid('json'), c.get('claims'), requestContext);
  await commit(TransactItems);
  return c.json(organization, 201, headersOf(resellerId, organization, requestContext.requestId));
});
app.onError((error, c) => c.json(problemOf(error, c.env.event.requestContext.requestId), error.statusCode ?? 500));

export const handler = handle(app);
