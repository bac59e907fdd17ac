import middy from '@middy/core';
import document from '../../docs/openapi.json' with { type: 'json' };
import validate from '../generated/getOpenApi.js';
import { answerProblems } from '../shared/endpoint/answer-problems.ts';
import { type Exchange, toResult } from '../shared/endpoint/exchange.ts';
import { observe } from '../shared/endpoint/observe.ts';
import { readInput } from '../shared/endpoint/read-input.ts';
import { getOpenApi as contract } from './contract.ts';

const reply = { status: 200, headers: { 'content-type': 'application/openapi+json;version=3.1' }, body: JSON.stringify(document) };

/** Answers the OpenAPI document that was published with this code; it needs neither the table nor a caller, and so carries neither. */
export const handler = middy(async (_: Exchange) => toResult(reply)).use([
  observe(contract.operationId),
  answerProblems(contract.access),
  readInput(contract, validate),
]);
