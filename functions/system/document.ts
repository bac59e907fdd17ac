import { brotliDecompressSync } from 'node:zlib';
import middy from '@middy/core';
import { once } from '../shared/base/once.ts';
import type { Contract } from '../shared/contract/contract.ts';
import type { Validate } from '../shared/contract/violations.ts';
import { answerProblems } from '../shared/endpoint/answer-problems.ts';
import { type Exchange, toResult } from '../shared/endpoint/exchange.ts';
import { observe } from '../shared/endpoint/observe.ts';
import { readInput } from '../shared/endpoint/read-input.ts';
import { routed } from '../shared/endpoint/routed.ts';
import type { Reply } from '../shared/http/idempotency.ts';

/**
 * Creates the handler of an operation that needs neither the table nor a caller, so its bundle
 * contains neither.
 */
export const publicHandler = (contract: Contract, validate: Validate, replyTo: (event: Exchange) => Reply) => {
  const stack = middy(async (event: Exchange) => toResult(replyTo(event))).use([
    observe(contract),
    answerProblems(contract),
    readInput(contract, validate),
  ]);
  return routed(contract, stack);
};

/** Creates the handler of a document of this version. The text is made at the first request. */
export const documentHandler = (contract: Contract, validate: Validate, textOf: () => string) => {
  const reply = once(() => ({
    status: 200,
    headers: { 'content-type': contract.response.mediaType ?? 'application/json' },
    body: textOf(),
  }));
  return publicHandler(contract, validate, reply);
};

/** Returns the text of a compressed document. */
export const inflate = (document: string): string => brotliDecompressSync(Buffer.from(document, 'base64')).toString();
