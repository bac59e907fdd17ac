import document from '../../docs/openapi.json' with { type: 'json' };
import validate from '../generated/getOpenApi.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { getOpenApi as contract } from './contract.ts';

const body = JSON.stringify(document);

/** Answers the OpenAPI document that was published with this code. */
export const getOpenApi: Operation<typeof contract, undefined> = async () => ({
  status: 200,
  headers: { 'content-type': 'application/openapi+json;version=3.1' },
  body,
});

export const handler = endpoint(contract, { validate }, getOpenApi, () => undefined);
