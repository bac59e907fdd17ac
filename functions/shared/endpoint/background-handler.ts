import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { withDeadline } from '../base/deadline.ts';
import { publishMetrics } from './observe.ts';

/**
 * Creates the Lambda handler of a function without a route: with a deadline, and with its metrics
 * in the log, also when it fails.
 */
export const backgroundHandler = <Event, Result>(run: (event: Event, context: Context) => Promise<Result>) => {
  const stack = middy(run).use(publishMetrics);
  return withDeadline((event: Event, context: Context) => stack(event, context));
};
