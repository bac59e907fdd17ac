import { setTimeout as delay } from 'node:timers/promises';
import { drain } from '../shared/pool.ts';
import { type Finding, fail, warn } from './finding.ts';

/** One row of the table: what is looked at, and how. */
export interface Check {
  readonly name: string;
  readonly look: () => Promise<Finding>;
}

/** A check and what it came to. */
export interface Row extends Finding {
  readonly check: string;
}

interface RunOptions {
  /** The number of checks that run at once. */
  readonly width: number;
  /** Milliseconds that one may take. */
  readonly limit: number;
  readonly onDone: (row: Row) => void;
}

/**
 * Runs all checks and gives their rows in the order of the checks; one that throws, or does not end
 * in time, is a row like any other.
 */
export const runChecks = async (checks: readonly Check[], { width, limit, onDone }: RunOptions): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  const work = async ([index, check]: readonly [number, Check]): Promise<void> => {
    const row = { check: check.name, ...(await runCheck(check, limit)) };
    rows[index] = row;
    onDone(row);
  };
  await drain(checks.entries(), width, work, new AbortController());
  return rows;
};

const runCheck = async ({ look }: Check, limit: number): Promise<Finding> => {
  const over = new AbortController();
  try {
    const late = delay(limit, fail(`no answer within ${limit / 1000} seconds`, RETRY_ADVICE), {
      signal: over.signal,
    });
    return await Promise.race([look(), late]);
  } catch (error) {
    return toFinding(error);
  } finally {
    over.abort();
  }
};

const FORBIDDEN = /AccessDenied|AuthorizationError|UnauthorizedOperation|NotAuthorized/;
const NO_CREDENTIALS = /CredentialsProvider|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|TokenRefreshRequired/;

/**
 * Returns the finding of a check that threw an error. Missing read permissions are no fault of the
 * installation.
 */
export const toFinding = (error: unknown): Finding => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const reason = (message || causeOf(error)).split('\n')[0]?.slice(0, 200) ?? '';
  if (FORBIDDEN.test(name)) {
    return warn(`these credentials may not look: ${reason}`, 'Run the doctor with credentials that may read (ReadOnlyAccess is enough).');
  }
  if (NO_CREDENTIALS.test(name)) return fail(`there are no valid AWS credentials: ${reason}`, 'Sign in to AWS, or choose a --profile.');
  const seen = findConnectionError(error) ?? `${name === 'Error' ? '' : `${name}: `}${reason}`;
  return fail(seen, findAdvice(seen));
};

/** The advice for an error, by its text. */
const REMEDIES = [
  [/Region is missing/, 'Name the Region: --region, or AWS_REGION.'],
  [/--token-command/, 'Run the command by itself: it has to print a token and nothing else.'],
  [/ENOTFOUND|EAI_AGAIN/, 'Look at the address: its name does not resolve.'],
  [/ECONNREFUSED/, 'Look at the address: nothing listens there. The embedded runtime is started by npx tenantry start.'],
] as const;

const RETRY_ADVICE = 'Try again; look whether the service is slow or out of reach.';

const findAdvice = (seen: string): string => REMEDIES.find(([pattern]) => pattern.test(seen))?.[1] ?? RETRY_ADVICE;

const causeOf = (error: unknown): string => (error instanceof AggregateError ? String(error.errors[0]) : '');

// `fetch failed` says nothing; its cause does.
const findConnectionError = (error: unknown): string | undefined => {
  if (!(error instanceof TypeError && error.cause instanceof Error)) return undefined;
  return `not reached: ${(error.cause as NodeJS.ErrnoException).code ?? error.cause.message}`;
};
