// (e) Express by serverless-http, with Ajv.
import express from 'express';
import serverless from 'serverless-http';
import { validate } from './ajv.mjs';
import { authenticator, creation, HttpError, headersOf, problemOf } from './job.mjs';
import { commit } from './sdk.mjs';

const app = express();
const authenticate = authenticator();

app.disable('x-powered-by');
app.use(express.json());
app.post('/v3/resellers/:resellerId/organizations', async (request, response) => {
  const { requestContext } = request.event;
  const { resellerId } = request.params;
  const claims = await authenticate(request.get('authorization'), resellerId);
  if (!validate(request.body)) throw new HttpError(400, 'invalid', JSON.stringify(validate.errors));
  const { organization, TransactItems } = creation(resellerId, request.body, claims, requestContext);
  await commit(TransactItems);
  response
    .status(201)
    .set(headersOf(resellerId, organization, requestContext.requestId))
    .json(organization);
});
// Express knows a handler of errors by its four parameters.
app.use((error, request, response, _next) => {
  const problem = problemOf(error, request.event.requestContext.requestId);
  response.status(problem.status).type('application/problem+json').json(problem);
});

export const handler = serverless(app, {
  request: (request, event) => {
    request.event = event;
  },
});
