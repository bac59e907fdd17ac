import validate from '../generated/getOpenApi.js';
import { DOCUMENT } from '../generated/openapi.js';
import { getOpenApi as contract } from './contract.ts';
import { documentHandler, inflate } from './document.ts';

/** Returns the OpenAPI document of this version. */
export const handler = documentHandler(contract, validate, () => inflate(DOCUMENT));
