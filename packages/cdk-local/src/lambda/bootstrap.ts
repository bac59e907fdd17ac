import { existsSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Invocation, WorkerReport, WorkerSettings } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

const send = process.send?.bind(process);
const report = (message: WorkerReport) => void send?.(message);

// Lambda has no such channel, and a function must not report in its runtime's name.
delete process.send;
process.on('disconnect', () => process.exit(1));

// A thread of its own, because a function in an endless loop would never notice that the runtime is
// gone. It waits for the lifeline to close.
const lifeline = `const { Socket } = process.getBuiltinModule('node:net');
new Socket({ fd: 4 }).on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL')).resume();`;
new Worker(lifeline, { eval: true, env: {}, execArgv: [] }).unref();

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

/** Finds the SDK, which Lambda's Node.js has and bundles leave out. */
const provideSdk = (parentURL: string): void => {
  const fromParent = createRequire(parentURL);
  registerHooks({
    resolve(specifier, context, next) {
      if (!specifier.startsWith('@aws-sdk/') || context.parentURL === parentURL) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        // Node ignores another parent for `require`, by which bundles of CommonJS import.
        const isRequired = context.conditions?.includes('require') === true;
        return isRequired ? next(fromParent.resolve(specifier), context) : next(specifier, { ...context, parentURL });
      }
    },
  });
};

const loadHandler = async ({ handler: name, directory, sdkParent }: WorkerSettings): Promise<Handler> => {
  provideSdk(sdkParent);
  const dot = name.lastIndexOf('.');
  const [file, exported] = [name.slice(0, dot), name.slice(dot + 1)];
  const path = ['.mjs', '.js', '.cjs'].map((extension) => join(directory, file + extension)).find(existsSync);
  if (!path) throw new StartError('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown> & { readonly default?: Record<string, unknown> };
  const handler = module[exported] ?? module.default?.[exported];
  if (typeof handler !== 'function') throw new StartError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  return handler as Handler;
};

const contextOf = ({ requestId, deadline }: Invocation, { functionName, functionArn, memoryMb }: WorkerSettings): object => ({
  callbackWaitsForEmptyEventLoop: true,
  functionVersion: '$LATEST',
  functionName,
  memoryLimitInMB: String(memoryMb),
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  invokedFunctionArn: functionArn,
  awsRequestId: requestId,
  getRemainingTimeInMillis: () => deadline - Date.now(),
});

const failure = (error: unknown): WorkerReport => {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  console.error('Invoke Error', error);
  return { kind: 'error', errorType: name, errorMessage: message, trace: stack.split('\n') };
};

const invoke = async (handler: Handler, invocation: Invocation, settings: WorkerSettings): Promise<WorkerReport> => {
  process.env._X_AMZN_TRACE_ID = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${invocation.requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`;
  try {
    const result = await handler(JSON.parse(invocation.payload), contextOf(invocation, settings));
    return { kind: 'result', payload: JSON.stringify(result === undefined ? null : result) };
  } catch (error) {
    return failure(error);
  }
};

process.once('message', async (settings: WorkerSettings) => {
  try {
    const handler = await loadHandler(settings);
    process.on('message', (invocation: Invocation) => void invoke(handler, invocation, settings).then(report));
    report({ kind: 'ready' });
  } catch (error) {
    report(failure(error));
  }
});
