// The job that every peer does by its own means: a token that is verified, the five writes of a new
// organization, the answer. Nothing of the product is in it but the schema.
import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { v7 } from 'uuid';

export class HttpError extends Error {
  constructor(statusCode, code, message) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

const fetchKeys = async (uri) => {
  const answer = await fetch(uri, { signal: AbortSignal.timeout(3000), redirect: 'error' });
  if (!answer.ok) throw new Error(`the key set was answered ${answer.status}`);
  return answer.arrayBuffer();
};

/** Creates a verifier that returns the claims of a token, or refuses it; keys are fetched once. */
export const authenticator = (fetch = fetchKeys) => {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWKS_URI: jwksUri } = process.env;
  const verifier = JwtVerifier.create([{ issuer, audience, jwksUri }], { jwksCache: new SimpleJwksCache({ fetcher: { fetch } }) });
  return async (authorization, resellerId) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw new HttpError(401, 'credentials-missing', 'There is no bearer token.');
    const claims = await verifier.verify(token).catch((error) => {
      throw new HttpError(401, 'token-invalid', error.message);
    });
    const permissions = Array.isArray(claims.permissions) ? claims.permissions : String(claims.scope ?? '').split(' ');
    if (!permissions.includes('reseller:organization:create')) throw new HttpError(403, 'forbidden', 'The token lacks the permission.');
    if (claims.reseller_id !== undefined && claims.reseller_id !== resellerId) throw new HttpError(403, 'forbidden', 'Another reseller.');
    return claims;
  };
};

const lower = (text) => text.normalize('NFKC').trim().toLowerCase();

const CONDITION =
  'attribute_exists(pk) AND (allowedUsers = :unlimited OR (:users <> :unlimited AND :users <= allowedUsers)) ' +
  'AND (allowedOrganizations = :unlimited OR organizationCount < allowedOrganizations)';

/** Returns the new organization and the writes that create it, as the document client takes them. */
export const creation = (resellerId, body, claims, { requestId, http: { sourceIp } }) => {
  const TableName = process.env.TABLE_NAME;
  const { resellerId: _, ...fields } = body;
  const [id, eventId, at] = [v7(), v7(), new Date().toISOString()];
  const organization = { id, ...fields, version: 1, createdAt: at, updatedAt: at };
  const Update = {
    TableName,
    Key: { pk: `RESELLER#${resellerId}`, sk: 'RESELLER' },
    UpdateExpression: 'ADD #organizationCount :one',
    ExpressionAttributeNames: { '#organizationCount': 'organizationCount' },
    ConditionExpression: CONDITION,
    ExpressionAttributeValues: { ':unlimited': -1, ':users': organization.allowedUsers, ':one': 1 },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  const absent = { TableName, ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
  const tenant = `/resellers/${resellerId}`;
  const event = {
    metadata: {
      ...{ eventId, schemaVersion: 1, version: 1, previousVersion: null, changed: [], previous: {}, tenant },
      ...{ actor: `token:${claims.sub}`, requestId },
    },
    payload: { event: 'reseller.organization.created', data: organization, triggeredAt: at },
    ...{ type: 'event', sourceIp, expiresAt: Math.floor(Date.now() / 1000) + 400 * 86_400 },
    gsi2pk: `EVENTS#${at.slice(0, 10)}#${Number.parseInt(eventId.slice(-2), 16) % 4}`,
    gsi2sk: eventId,
    gsi3pk: `HISTORY#organization#${id}`,
    gsi3sk: eventId,
  };
  const entry = { type: 'entry', ownerId: id };
  const items = [
    { ...event, pk: `RESELLER#${resellerId}`, sk: `EVENT#${eventId}` },
    { ...entry, pk: `ORG-NAMES#${resellerId}`, sk: lower(fields.name) },
    { ...entry, pk: `ORG-EMAILS#${resellerId}`, sk: `${lower(fields.email)}\t${id}` },
    { type: 'organization', resellerId, ...organization, pk: `RESELLER#${resellerId}`, sk: `ORG#${id}` },
  ];
  return { organization, TransactItems: [{ Update }, ...items.map((Item) => ({ Put: { ...absent, Item } }))] };
};

export const headersOf = (resellerId, { id }, requestId) => ({
  'content-type': 'application/json',
  location: `/v3/resellers/${resellerId}/organizations/${id}`,
  etag: '"1"',
  'cache-control': 'no-store',
  'x-request-id': requestId,
});

/** Returns what a failed transaction means to the caller; another error is itself. */
export const refusalOf = (error) => {
  if (error?.name !== 'TransactionCanceledException') return error;
  const failed = (error.CancellationReasons ?? []).findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  if (failed === 0) return new HttpError(409, 'limit-reached', 'There is no such reseller, or no room.');
  return failed === 2 ? new HttpError(409, 'name-taken', 'The name is taken.') : error;
};

export const problemOf = (error, requestId) => {
  const status = error.statusCode ?? 500;
  const code = status === 500 ? 'internal-error' : (error.code ?? 'invalid');
  const detail = status === 500 ? 'An internal error occurred.' : error.message;
  return { type: `urn:problem:${code}`, title: code, status, detail, instance: requestId, code };
};
