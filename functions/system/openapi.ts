import document from '../../docs/openapi.json' with { type: 'json' };
import validate from '../generated/getOpenApi.js';
import { getOpenApi as contract } from './contract.ts';
import { documentHandler } from './document.ts';

/** Answers the OpenAPI document that was published with this code. */
export const handler = documentHandler(contract, validate, document);
