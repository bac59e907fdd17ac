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

/**
 * Creates the handler of a document of this version; it needs neither the table nor a caller, so
 * its bundle contains neither. The text is made at the first request.
 */
export const documentHandler = (contract: Contract, validate: Validate, textOf: () => string) => {
  const reply = once(() => ({
    status: 200,
    headers: { 'content-type': contract.response.mediaType ?? 'application/json' },
    body: textOf(),
  }));
  const stack = middy(async (_: Exchange) => toResult(reply())).use([
    observe(contract),
    answerProblems(contract),
    readInput(contract, validate),
  ]);
  return routed(contract, stack);
};

/** Returns the text of a compressed document. */
export const inflate = (document: string): string => brotliDecompressSync(Buffer.from(document, 'base64')).toString();
