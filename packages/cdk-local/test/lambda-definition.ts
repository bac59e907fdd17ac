import { join } from 'node:path';
import type { FunctionDefinition } from '../src/lambda/definition.ts';

/** A function whose code is `asset.main` of an assembly's directory: 64 MB, a third of a second. */
export const lambdaDefinition = (directory: string, name: string, over: Partial<FunctionDefinition> = {}): FunctionDefinition => ({
  name,
  arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  directory: join(directory, 'asset.main'),
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  memoryMb: 64,
  timeoutSeconds: 0.3,
  roleArn: 'arn:aws:iam::000000000000:role/role',
  logGroup: `/aws/lambda/${name}`,
  environment: {},
  ...over,
});
