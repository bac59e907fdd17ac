import { Aws, Fn } from 'aws-cdk-lib';
import type { Configuration } from './configuration-schema.ts';

/** A name that no other stack has had, not even one of this installation: what a stack leaves behind would be in the way of the next. */
export const nameOfStack = ({ installation }: Configuration): string =>
  Fn.join('-', [installation, Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))))]);
