import { Aws, Fn } from 'aws-cdk-lib';
import type { Configuration } from '../configuration/configuration-schema.ts';

/**
 * Returns a name that no other stack has had, not even an earlier one of this installation, whose
 * retained resources would conflict.
 */
export const uniqueName = ({ installation }: Configuration): string =>
  Fn.join('-', [installation, Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))))]);
