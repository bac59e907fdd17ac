import { setTimeout as delay } from 'node:timers/promises';
import { drain } from '../pool.ts';
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
  /** How many checks look at once. */
  readonly width: number;
  /** Milliseconds that one may take. */
  readonly limit: number;
  readonly onDone: (row: Row) => void;
}

/** Runs all checks and gives their rows in the order of the checks; one that throws, or does not end in time, is a row like any other. */
export const runChecks = async (checks: readonly Check[], { width, limit, onDone }: RunOptions): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  const work = async ([index, check]: readonly [number, Check]): Promise<void> => {
    const row = { check: check.name, ...(await looked(check, limit)) };
    rows[index] = row;
    onDone(row);
  };
  await drain(checks.entries(), width, work, new AbortController());
  return rows;
};

const looked = async ({ look }: Check, limit: number): Promise<Finding> => {
  const over = new AbortController();
  try {
    const late = delay(
      limit,
      fail(`no answer within ${limit / 1000} seconds`, 'Try again; look whether the service is slow or out of reach.'),
      {
        signal: over.signal,
      },
    );
    return await Promise.race([look(), late]);
  } catch (error) {
    return findingOf(error);
  } finally {
    over.abort();
  }
};

const FORBIDDEN = /AccessDenied|AuthorizationError|UnauthorizedOperation|NotAuthorized/;
const NO_CREDENTIALS = /CredentialsProvider|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|TokenRefreshRequired/;

/** What an error says of the check that met it: that it may not look is no fault of the installation. */
export const findingOf = (error: unknown): Finding => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const said = (message || causeOf(error)).split('\n')[0]?.slice(0, 200) ?? '';
  if (FORBIDDEN.test(name)) {
    return warn(`these credentials may not look: ${said}`, 'Run the doctor with credentials that may read (ReadOnlyAccess is enough).');
  }
  if (NO_CREDENTIALS.test(name)) return fail(`there are no valid AWS credentials: ${said}`, 'Sign in to AWS, or choose a --profile.');
  const seen = unreachedBy(error) ?? `${name === 'Error' ? '' : `${name}: `}${said}`;
  return fail(seen, 'Try again; look whether the service is slow or out of reach.');
};

const causeOf = (error: unknown): string => (error instanceof AggregateError ? String(error.errors[0]) : '');

// `fetch failed` says nothing; its cause does.
const unreachedBy = (error: unknown): string | undefined => {
  if (!(error instanceof TypeError && error.cause instanceof Error)) return undefined;
  return `not reached: ${(error.cause as NodeJS.ErrnoException).code ?? error.cause.message}`;
};
