import document from '../../docs/openapi.json' with { type: 'json' };
import validate from '../generated/getOpenApi.js';
import { getOpenApi as contract } from './contract.ts';
import { documentHandler } from './document.ts';

/** Returns the OpenAPI document of this version. */
export const handler = documentHandler(contract, validate, document);
