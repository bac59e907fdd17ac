import type { Context } from 'aws-lambda';
import type { Exchange } from '../shared/endpoint/exchange.ts';
import { unrouted } from '../shared/endpoint/routed.ts';
import { getIndex } from './contract.ts';
import { handler as index } from './index.ts';

/** Answers what no route takes: the index, which needs no function of its own, and refusals. */
export const handler = (event: Exchange, context: Context) => (event.rawPath === getIndex.path ? index : unrouted)(event, context);
