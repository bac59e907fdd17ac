import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, WorkerReport, WorkerSettings } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

const settings = workerData as WorkerSettings;
const report = (message: WorkerReport) => parentPort?.postMessage(message);

/** The exit statuses of Lambda's own Node.js runtime. */
const exitStatus = { uncaughtException: 129, unhandledRejection: 128 };

for (const [event, status] of Object.entries(exitStatus)) {
  process.on(event, (error: unknown) => {
    console.error(event, error);
    process.exit(status);
  });
}

class StartError extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = type;
  }
}

async function loadHandler(): Promise<Handler> {
  const dot = settings.handler.lastIndexOf('.');
  const [file, name] = [settings.handler.slice(0, dot), settings.handler.slice(dot + 1)];
  const path = ['.mjs', '.js', '.cjs'].map((extension) => join(settings.directory, file + extension)).find(existsSync);
  if (!path) throw new StartError('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown> & { readonly default?: Record<string, unknown> };
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler !== 'function') throw new StartError('Runtime.HandlerNotFound', `${settings.handler} is undefined or not exported`);
  return handler as Handler;
}

function contextOf({ requestId, deadline }: Invocation): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: '$LATEST',
    functionName: settings.functionName,
    memoryLimitInMB: String(settings.memoryMb),
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: settings.functionArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function failure(error: unknown): WorkerReport {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  console.error('Invoke Error', error);
  return { kind: 'error', errorType: name, errorMessage: message, trace: stack.split('\n') };
}

async function invoke(handler: Handler, invocation: Invocation): Promise<WorkerReport> {
  process.env._X_AMZN_TRACE_ID = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${invocation.requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`;
  try {
    const result = await handler(JSON.parse(invocation.payload), contextOf(invocation));
    return { kind: 'result', payload: JSON.stringify(result === undefined ? null : result) };
  } catch (error) {
    return failure(error);
  }
}

try {
  const handler = await loadHandler();
  parentPort?.on('message', (invocation: Invocation) => void invoke(handler, invocation).then(report));
  report({ kind: 'ready' });
} catch (error) {
  report(failure(error));
}
