import middy from '@middy/core';
import type { Contract } from '../shared/contract/contract.ts';
import type { Validate } from '../shared/contract/violations.ts';
import { answerProblems } from '../shared/endpoint/answer-problems.ts';
import { type Exchange, toResult } from '../shared/endpoint/exchange.ts';
import { observe } from '../shared/endpoint/observe.ts';
import { readInput } from '../shared/endpoint/read-input.ts';
import { routed } from '../shared/endpoint/routed.ts';

/**
 * Creates the handler of a document of this version; it needs neither the table nor a caller, so
 * its bundle contains neither.
 */
export const documentHandler = (contract: Contract, validate: Validate, document: object) => {
  const reply = {
    status: 200,
    headers: { 'content-type': contract.response.mediaType ?? 'application/json' },
    body: JSON.stringify(document),
  };
  const stack = middy(async (_: Exchange) => toResult(reply)).use([
    observe(contract),
    answerProblems(contract.access),
    readInput(contract, validate),
  ]);
  return routed(contract, stack);
};
