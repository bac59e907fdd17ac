import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';

const require = createRequire(import.meta.url);
const FOLDER = join(dirname(require.resolve('aws-cdk-lib/package.json')), 'custom-resources/lib/provider-framework/runtime');

const ENVIRONMENT = { USER_ON_EVENT_FUNCTION_ARN: 'arn:aws:lambda:eu-west-1:123456789012:function:tenants' };

/** A request of CloudFormation to a custom resource. */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: object;
  readonly OldResourceProperties?: object;
}

/** What CloudFormation gets at the address that its request names. */
export interface CustomResourceResponse {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

type Handler = (event: never, context: never) => Promise<unknown>;

/**
 * Runs the code of the provider framework that `Provider` deploys, with a handler in place of the
 * function that it invokes.
 */
export const providerFramework = (handler: Handler): ((request: CustomResourceRequest) => Promise<CustomResourceResponse>) => {
  const responses: CustomResourceResponse[] = [];
  const outbound = {
    invokeFunction: async ({ Payload }: { readonly Payload: string }) => invoke(handler, Payload),
    httpRequest: async (_: unknown, body: string) => void responses.push(JSON.parse(body) as CustomResourceResponse),
  };
  const framework = load('framework', { './outbound': outbound }) as { readonly onEvent: (event: object) => Promise<void> };
  return async (request) => {
    await framework.onEvent({ ...request, StackId: 'stack', ResponseURL: 'https://example.com/response' });
    return responses.shift() as CustomResourceResponse;
  };
};

/** Invokes a handler as Lambda does, over JSON. */
const invoke = async (handler: Handler, payload: string): Promise<object> => {
  try {
    return { StatusCode: 200, Payload: JSON.stringify(await handler(JSON.parse(payload) as never, {} as never)) };
  } catch (error) {
    const { name, message, stack = '' } = error as Error;
    const Payload = JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split('\n') });
    return { StatusCode: 200, FunctionError: 'Unhandled', Payload };
  }
};

/** Loads a file of the framework, without its log and with stubs in place of what calls AWS. */
const load = (name: string, stubs: Record<string, unknown>): unknown => {
  const module = { exports: {} };
  const resolve = (path: string): unknown => {
    if (!path.startsWith('./')) return path === 'url' ? { parse: (text: string) => new URL(text) } : require(path);
    stubs[path] ??= load(path.slice(2), stubs);
    return stubs[path];
  };
  const text = readFileSync(join(FOLDER, `${name}.js`), 'utf8');
  const run = compileFunction(text, ['require', 'module', 'exports', 'console', 'process']);
  run(resolve, module, module.exports, { log: () => undefined }, { env: ENVIRONMENT });
  return module.exports;
};
