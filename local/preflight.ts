import { mkdir, stat } from 'node:fs/promises';
import { openDataDir } from '@tenantry/cdk-local/base/data-dir';
import { listen } from '@tenantry/cdk-local/http-api/listener';
import type { StartOptions } from './options.ts';

/**
 * Looks at what was asked for before the seconds of a synthesis are spent on it.
 *
 * @throws {Error} a sentence that names the option.
 */
export const preflight = async ({ port, dataDir, dynamodbEndpoint }: StartOptions): Promise<void> => {
  if (dataDir !== undefined) {
    await makeFolder(dataDir);
    (await openDataDir(dataDir)).stop();
  }
  await namingPort(async () => (await listen(port)).stop());
  if (dynamodbEndpoint !== undefined) await requireDynamoDb(dynamodbEndpoint);
};

/** Makes the folder, for this user only, in one that exists. */
const makeFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    throw new Error(`--data-dir ${folder} cannot be used as a folder: ${message}`, { cause: error });
  }
};

/** Runs what listens, and says how to choose another port when the port is taken. */
export const namingPort = async <T>(run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    const { cause, message } = error as Error;
    throw (cause as NodeJS.ErrnoException | undefined)?.code === 'EADDRINUSE' ? new Error(`${message}: PORT=<port>.`, { cause }) : error;
  }
};

const requireDynamoDb = async (url: string): Promise<void> => {
  const headers = {
    'x-amz-target': 'DynamoDB_20120810.ListTables',
    'content-type': 'application/x-amz-json-1.0',
    authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  };
  const answer = await fetch(url, { method: 'POST', headers, body: '{}', signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  const type = answer?.headers.get('content-type') ?? '';
  if (!answer || !type.includes('amz-json')) throw new Error(`DYNAMODB_ENDPOINT ${url} does not answer as a DynamoDB-compatible server.`);
};
