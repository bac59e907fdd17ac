/** The first message to a function's process. */
export interface WorkerSettings {
  /** Absolute directory of the function's code. */
  readonly directory: string;
  /** `file.export`, as in the template. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** The URL of the module from which `@aws-sdk/*` is found, as Lambda's Node.js has it. */
  readonly sdkParent: string;
}

/** One event for a function; payloads travel as JSON text, as they do in Lambda. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** A report of a function's process: its module is loaded, or its start or invocation has ended. */
export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };
