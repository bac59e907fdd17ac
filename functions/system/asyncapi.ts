import { DOCUMENT } from '../generated/asyncapi.js';
import validate from '../generated/getAsyncApi.js';
import { getAsyncApi as contract } from './contract.ts';
import { documentHandler, inflate } from './document.ts';

/** Returns the AsyncAPI document of this version. */
export const handler = documentHandler(contract, validate, () => inflate(DOCUMENT));
