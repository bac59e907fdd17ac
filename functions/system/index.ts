import validate from '../generated/getIndex.js';
import { getIndex as contract } from './contract.ts';
import { documentHandler } from './document.ts';

/** Returns where to begin; everybody may ask, so it reads nothing. */
export const handler = documentHandler(contract, validate, () => JSON.stringify(contract.response.example));
