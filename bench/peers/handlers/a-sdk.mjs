// (a) The SDK and nothing else: what everything is a ratio to.
import { authenticator } from './job.mjs';
import { plainHandler } from './plain.mjs';
import { commit } from './sdk.mjs';

export const handler = plainHandler(authenticator(), commit);
