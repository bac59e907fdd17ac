import document from '../../docs/asyncapi.json' with { type: 'json' };
import validate from '../generated/getAsyncApi.js';
import { getAsyncApi as contract } from './contract.ts';
import { documentHandler } from './document.ts';

/** Returns the AsyncAPI document of this version. */
export const handler = documentHandler(contract, validate, document);
