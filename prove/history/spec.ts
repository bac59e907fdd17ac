/** A request of the API, without what signs it in. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly ifMatch?: number;
  /** A POST that takes no `Idempotency-Key`. */
  readonly hasNoKey?: true;
  /** HTTP Basic in place of the operator's token. */
  readonly basic?: { readonly userName: string; readonly password: string };
}

/** An answer with its body parsed; `{}` without one, `[]` for an empty list. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
  /** It is known from the events of the request only: its answer was lost. */
  readonly isFromEvents?: boolean;
}

/** An object or list of JSON, as answers have it. */
export type Json = Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[];

/** A state after a step, or the reason why the answer cannot be. */
export type Step<State> = { readonly state: State } | { readonly refused: string };

/**
 * The sequential specification of a part of the API: its promises when one request is answered
 * after another. Histories of concurrent requests are held to it.
 */
export interface Spec<State, Input> {
  /** Returns the state after a request that was answered so; without an answer, if it was done. */
  step(state: State, input: Input, answer: Answer | undefined): Step<State>;
  /** Text that is equal for equal states. */
  keyOf(state: State): string;
  /**
   * Returns which of several independent objects a request is to. The history of each is then
   * decided alone, which is enough: linearizability is a local property (Herlihy and Wing, 1990,
   * theorem 1). Absent where requests to one object may change or show another.
   */
  objectOf?(entry: Entry<Input>): string;
}

/** A request of a history; times are milliseconds of one clock. */
export interface Entry<Input> {
  readonly id: number;
  readonly client: number;
  readonly input: Input;
  readonly from: number;
  /** When it was answered; unless it was, it may take effect at any time after `from`, or never. */
  readonly to: number | undefined;
  readonly answer: Answer | undefined;
  /** Its trace id, which logs and events have. */
  readonly trace?: string;
}

export const refused = (why: string): { readonly refused: string } => ({ refused: why });

/** The stable code of a problem, or an empty text. */
export const codeOf = ({ body }: Answer): string => (isList(body) ? '' : String(body.code ?? ''));

export const isList = (body: Json): body is readonly Readonly<Record<string, unknown>>[] => Array.isArray(body);

/** The object that was answered. */
export const objectOf = ({ body }: Answer): Readonly<Record<string, unknown>> => (isList(body) ? {} : body);
