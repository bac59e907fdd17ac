/** The API's reason for a request or a row that it refused (RFC 9457). */
export interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly message?: string;
  readonly errors?: readonly object[];
}

/** The API's answer to one row. */
export interface RowAnswer {
  readonly status: number;
  readonly replayed?: boolean;
  /** True of an update that changes nothing. */
  readonly unchanged?: boolean;
  readonly body?: Problem & { readonly id?: string };
}

/** A request that was not done; status 0 is no answer at all. */
export interface Declined {
  readonly status: number;
  readonly problem: Problem;
  readonly retryAfterMs?: number | undefined;
}

/** The use of a limit, in the answer of a dry run. */
export interface LimitUse {
  readonly limitName: string;
  readonly by: number;
  readonly limit?: number;
  readonly count?: number;
}

/** The answers to the rows of a request. */
export interface Answered {
  readonly results: readonly RowAnswer[];
  readonly limits?: readonly LimitUse[] | undefined;
}

/** The outcome of a whole request. */
export type Answer = Answered | Declined;

/** The members that an answer must contain. */
export interface Expected {
  readonly rows: number;
  readonly dryRun: boolean;
}

/** Reads an answer, which may be of anything that listens there. */
export const readAnswer = ({ status: answered, text, json, retryAfterMs }: Received, { rows, dryRun }: Expected): Answer => {
  const isDryRun = json.dryRun === true;
  // A dry run answers 200, with what would be answered inside it.
  const { status, body } = isDryRun ? (json as unknown as DryRunAnswer) : { status: answered, body: json };
  const results = body?.results;
  if (status === 207 && Array.isArray(results) && results.length === rows && isDryRun === dryRun)
    return { results, ...(isDryRun && { limits: (json as unknown as DryRunAnswer).limits }) };
  const problem =
    status >= 400 ? problemOf(body, text) : { code: 'not-understood', detail: `This is not an answer of the batch route: ${start(text)}` };
  return { status, problem, retryAfterMs };
};

type Json = Readonly<Record<string, unknown>>;

interface Received {
  readonly status: number;
  readonly text: string;
  readonly json: Json;
  readonly retryAfterMs: number | undefined;
}

interface DryRunAnswer {
  readonly status: number;
  readonly limits?: readonly LimitUse[];
  readonly body: Json | null;
}

const problemOf = (body: Json | null, text: string): Problem => (body && Object.keys(body).length > 0 ? body : { detail: start(text) });

const start = (text: string): string => text.slice(0, 200);

/** Parses an object; whatever else stands there is an empty one. */
export const parseJson = (text: string): Json => {
  try {
    return Object(JSON.parse(text)) as Json;
  } catch {
    return {};
  }
};
