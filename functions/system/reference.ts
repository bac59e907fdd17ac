import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ASSETS } from '../generated/reference.js';
import { Refusal } from '../shared/contract/problems.ts';
import { answerProblems } from '../shared/endpoint/answer-problems.ts';
import { type Exchange, toResult } from '../shared/endpoint/exchange.ts';
import { observe } from '../shared/endpoint/observe.ts';
import { setting } from '../shared/runtime.ts';
import { browserHeaders } from './page.ts';
import { referencePage } from './reference-page.ts';

const REFERENCE = { operationId: 'reference', access: 'public' } as const;

// They lie beside the bundle.
const FOLDER = new URL('reference/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };

const FILES: readonly string[] = Object.values(ASSETS);

/** Serves the reference of the API, that of the events, and the files of both. */
export const handler = middy(async ({ rawPath, requestContext: { http } }: Exchange): Promise<APIGatewayProxyStructuredResultV2> => {
  if (!['GET', 'HEAD'].includes(http.method))
    throw new Refusal('method-not-allowed', `This path takes GET, HEAD, not ${http.method}.`, { headers: { allow: 'GET, HEAD' } });
  const nonce = randomBytes(18).toString('base64');
  const page = referencePage(rawPath, { nonce, hasLocalTokens: setting('LOCAL_TOKENS') === 'true' });
  return page ? toResult(page) : assetResult(rawPath.slice('/docs/assets/'.length));
}).use([observe(REFERENCE), answerProblems(REFERENCE)]);

/** Its name has its hash. Every browser takes gzip, so there is no other form. */
const assetResult = async (name: string): Promise<APIGatewayProxyStructuredResultV2> => {
  if (!FILES.includes(name)) throw new Refusal('route-not-found', 'There is nothing at this path.');
  const content = await readFile(new URL(`${name}.gz`, FOLDER));
  const headers = {
    ...browserHeaders(TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? '', {}),
    'content-encoding': 'gzip',
    'cache-control': 'public, max-age=31536000, immutable',
  };
  return { statusCode: 200, headers, body: content.toString('base64'), isBase64Encoded: true };
};
