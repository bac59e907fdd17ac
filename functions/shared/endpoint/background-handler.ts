import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { withDeadline } from '../base/deadline.ts';
import { makeReadable } from '../observability/readable-stack.ts';
import { publishMetrics } from './observe.ts';

// Lambda itself logs what a function throws.
const readableStacks: MiddlewareObj = { onError: ({ error }) => makeReadable(error) };

/**
 * Creates the Lambda handler of a function without a route: with a deadline, and with its metrics
 * in the log, also when it fails. What it throws has a stack that names our sources.
 */
export const backgroundHandler = <Event, Result>(run: (event: Event, context: Context) => Promise<Result>) => {
  const stack = middy(run).use([publishMetrics, readableStacks]);
  return withDeadline((event: Event, context: Context) => stack(event, context));
};
