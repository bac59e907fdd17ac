import { randomUUID } from 'node:crypto';
import { endpointOf } from './endpoint.ts';
import { type AnsweredError, exceptionOf, type Metadata, metadataOf, withResponse } from './errors.ts';
import { type Retry, standardRetry } from './retry.ts';
import type { Service } from './service.ts';
import { type CredentialSource, environmentCredentials, requestSigner } from './signer.ts';
import {
  type HandlerOptions,
  type HttpRequest,
  type HttpResponse,
  httpHandler,
  type RequestHandler,
  type TransportOptions,
} from './transport.ts';
import { type Members, parseAnswer } from './wire.ts';

/** One call of an operation. */
export interface Command {
  readonly operation: string;
  readonly input: Members;
  /** Returns the JSON of an input, once for all attempts. */
  readonly bodyOf: (input: Members, options: SendOptions) => string;
  readonly outputOf: (answer: Members, options: SendOptions) => Members;
  /** Throws for an answer that is wrong; the call is not repeated then. */
  readonly check?: ((input: Members, output: Members) => void) | undefined;
}

export interface SendOptions extends HandlerOptions {
  readonly marshallOptions?: { readonly removeUndefinedValues?: boolean; readonly convertClassInstanceToMap?: boolean };
}

export interface ClientOptions {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: CredentialSource;
  readonly maxAttempts?: number;
  readonly requestHandler?: TransportOptions | RequestHandler;
}

export type Output = Members & { readonly $metadata: Metadata };

interface Answer {
  readonly response: HttpResponse;
  readonly output: Output;
}

type Next<Args> = (args: Args) => Promise<Answer>;
type Middleware<Args> = (next: Next<Args>, context: Context) => Next<Args>;

/** The call that a middleware is for, as the SDK names it. */
interface Context {
  readonly commandName: string;
}

/** The places of a middleware that the engine knows: around a call, and around each attempt. */
interface Steps {
  readonly initialize: Middleware<{ readonly input: Members }>[];
  readonly finalizeRequest: Middleware<{ readonly request: HttpRequest }>[];
}

/** Sends the commands of one service; made as a client of the SDK, of which it has a part. */
export class Client {
  readonly config: {
    readonly requestHandler: RequestHandler;
    readonly region: () => Promise<string>;
    readonly maxAttempts: () => Promise<number>;
  };
  readonly middlewareStack = {
    add: (middleware: unknown, { step }: { readonly step: keyof Steps }): void => {
      if (!(step in this.#steps)) throw new Error(`a middleware has the step ${step}, which the engine does not know`);
      this.#steps[step].push(middleware as never);
    },
  };
  readonly #steps: Steps = { initialize: [], finalizeRequest: [] };
  readonly #service: Service;
  readonly #options: ClientOptions;
  readonly #retry: Retry;
  readonly #maxAttempts: number;
  #target?: { readonly url: URL; readonly signed: ReturnType<typeof requestSigner> };

  constructor(service: Service, options: ClientOptions = {}) {
    const { requestHandler, maxAttempts = service.maxAttempts ?? 3 } = options;
    this.#service = service;
    this.#options = options;
    this.#maxAttempts = maxAttempts;
    this.#retry = standardRetry({ maxAttempts, baseMs: service.baseMs });
    this.config = {
      requestHandler: requestHandler && 'handle' in requestHandler ? requestHandler : httpHandler(requestHandler),
      region: async () => this.#region(),
      maxAttempts: async () => maxAttempts,
    };
  }

  async send(command: Command, options: SendOptions = {}): Promise<Output> {
    const call = around(this.#steps.initialize, command.operation, async ({ input }) => {
      const answer = await this.#call(command, input, options);
      command.check?.(input, answer.output);
      return answer;
    });
    return (await call({ input: command.input })).output;
  }

  destroy(): void {
    this.config.requestHandler.destroy?.();
  }

  async #call(command: Command, input: Members, options: SendOptions): Promise<Answer> {
    this.#target ??= this.#resolve();
    const { url, signed } = this.#target;
    const request = this.#requestOf(this.#urlFor(input, url), command.operation, command.bodyOf(input, options));
    const attempt = around(this.#steps.finalizeRequest, command.operation, async ({ request }) => {
      const { response } = await this.config.requestHandler.handle(request, options);
      const answer = await this.#read(response);
      return { response, output: { ...command.outputOf(answer, options), $metadata: metadataOf(response) } };
    });
    return this.#retry((number) => {
      const headers = { ...request.headers, 'amz-sdk-request': `attempt=${number}; max=${this.#maxAttempts}` };
      return signed({ ...request, headers }, (request) => attempt({ request }));
    });
  }

  #requestOf(url: URL, operation: string, body: string): HttpRequest {
    const { path, headers } = this.#service.protocol.addressOf(operation, url.pathname);
    const { AWS_LAMBDA_FUNCTION_NAME, _X_AMZN_TRACE_ID: trace } = process.env;
    return {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      port: url.port ? Number(url.port) : undefined,
      path,
      headers: {
        ...headers,
        host: url.host,
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'aws-engine',
        'amz-sdk-invocation-id': randomUUID(),
        // Lambda ends chains of functions that call each other by it.
        ...(AWS_LAMBDA_FUNCTION_NAME && trace && { 'x-amzn-trace-id': trace }),
      },
      body,
    };
  }

  async #read(response: HttpResponse): Promise<Members> {
    try {
      const answer = await parseAnswer(response.body, this.#service.conversion);
      if (response.statusCode >= 300) throw exceptionOf(this.#service, response, answer);
      return answer;
    } catch (error) {
      throw withResponse(error as AnsweredError, response);
    }
  }

  // The environment is read with the first call, as by the SDK.
  #resolve() {
    const { endpoint, credentials = environmentCredentials } = this.#options;
    const region = this.#region();
    return {
      url: endpointOf(this.#service.id, this.#service.hosts, region, endpoint),
      signed: requestSigner({ service: this.#service.signingName, region, credentials }),
    };
  }

  #urlFor(input: Members, url: URL): URL {
    const origin = this.#options.endpoint === undefined ? this.#service.originOf?.(input) : undefined;
    return origin === undefined || origin === url.origin ? url : new URL(origin);
  }

  #region(): string {
    const region = this.#options.region ?? process.env.AWS_REGION;
    if (!region) throw new Error('Region is missing');
    return region;
  }
}

// The first middleware is the outermost.
const around = <Args>(middlewares: readonly Middleware<Args>[], operation: string, inner: Next<Args>): Next<Args> =>
  middlewares.reduceRight((next, middleware) => middleware(next, { commandName: `${operation}Command` }), inner);
