import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { receive } from './receive.ts';

/** A function behind a Lambda function URL, or an HTTP API with the payload format 2.0. */
export const handler = async ({ headers, body = '', isBase64Encoded }: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> => ({
  statusCode: await receive(headers, isBase64Encoded ? Buffer.from(body, 'base64') : body),
});
