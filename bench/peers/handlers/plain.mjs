import validate from '../../../functions/generated/createOrganization.js';
import { creation, HttpError, headersOf, problemOf } from './job.mjs';

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'malformed-json', 'The body is no JSON.');
  }
};

/** Creates a handler without any framework, whose validator was compiled at build time. */
export const plainHandler = (authenticate, commit) => async (event) => {
  const { requestId } = event.requestContext;
  try {
    const { resellerId } = event.pathParameters;
    const claims = await authenticate(event.headers.authorization, resellerId);
    const body = parse(event.body);
    if (!validate({ path: { resellerId }, query: {}, header: {}, body }))
      throw new HttpError(400, 'invalid', JSON.stringify(validate.errors));
    const { organization, TransactItems } = creation(resellerId, body, claims, event.requestContext);
    await commit(TransactItems);
    return { statusCode: 201, headers: headersOf(resellerId, organization, requestId), body: JSON.stringify(organization) };
  } catch (error) {
    const problem = problemOf(error, requestId);
    return { statusCode: problem.status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(problem) };
  }
};
