// (d) The event handler of Powertools, with Zod.
import { Router } from '@aws-lambda-powertools/event-handler/http';
import { z } from 'zod';
import { authenticator, creation, HttpError, headersOf, problemOf } from './job.mjs';
import { commit } from './sdk.mjs';

const text = (most) => z.string().max(most);
const line = (most) => z.string().min(1).max(most).regex(/\S/);
const address = { addressLine1: text(256), addressLine2: text(256), city: text(256), state: text(256), country: text(256) };
const newOrganization = z.strictObject({
  name: line(256),
  email: z.email().max(256),
  description: text(256).optional(),
  allowedUsers: z.int32().min(-1),
  address: z
    .strictObject({ ...address, postalCode: text(256) })
    .partial()
    .optional(),
  externalId: line(256)
    .regex(/^[A-Za-z0-9._~-]+$/)
    .optional(),
  metadata: z.record(z.string(), text(512)).optional(),
  resellerId: text(256).optional(),
});

const app = new Router();
const authenticate = authenticator();

app.post('/v3/resellers/:resellerId/organizations', async ({ req, params: { resellerId }, event: { requestContext } }) => {
  const claims = await authenticate(req.headers.get('authorization'), resellerId);
  const { success, data, error } = newOrganization.safeParse(await req.json());
  if (!success) throw new HttpError(400, 'invalid', error.message);
  const { organization, TransactItems } = creation(resellerId, data, claims, requestContext);
  await commit(TransactItems);
  const headers = headersOf(resellerId, organization, requestContext.requestId);
  return new Response(JSON.stringify(organization), { status: 201, headers });
});

const onError = async (error, { event }) => {
  const problem = problemOf(error, event.requestContext.requestId);
  return new Response(JSON.stringify(problem), { status: problem.status, headers: { 'content-type': 'application/problem+json' } });
};
app.errorHandler(HttpError, onError);
app.errorHandler(Error, onError);

export const handler = (event, context) => app.resolve(event, context);
