import { readableStack } from './readable-stack.ts';

type Facts = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** A function's log: one JSON object a line, on standard output. */
export interface Logger {
  info(message: string, facts: Facts): void;
  warn(message: string, facts: Facts): void;
  error(message: string, facts: Facts): void;
}

/**
 * Creates a logger whose lines all have these members. They have the names that Powertools for
 * AWS Lambda gives them: `level`, `message`, `timestamp`, `service`, `xray_trace_id`. Errors are
 * written as their name, message, readable stack, cause and own members; what an object is inside
 * of is left out.
 *
 * Powertools' own logger would be a tenth of a bundle and a twentieth of a cold start.
 */
export const newLogger = (persistent: Facts, environment: Environment): Logger => {
  const write = (level: Level, message: string, facts: Facts): void => {
    if (isSilent(level, environment)) return;
    const line = { level, message, timestamp: new Date().toISOString(), ...traceId(environment), ...persistent, ...facts };
    process.stdout.write(`${stringify(line)}\n`);
  };
  return {
    info: (message, facts) => write('INFO', message, facts),
    warn: (message, facts) => write('WARN', message, facts),
    error: (message, facts) => write('ERROR', message, facts),
  };
};

type Level = 'INFO' | 'WARN' | 'ERROR';

// Lambda sets the second one for functions whose log level was changed ("Log-level filtering" in
// its developer guide), and leaves it to the function to obey.
const isSilent = (level: Level, { LOG_LEVEL, AWS_LAMBDA_LOG_LEVEL }: Environment): boolean =>
  ABOVE[level].includes(LOG_LEVEL ?? AWS_LAMBDA_LOG_LEVEL ?? '');

const ABOVE: Readonly<Record<Level, readonly string[]>> = {
  INFO: ['WARN', 'ERROR', 'FATAL', 'SILENT'],
  WARN: ['ERROR', 'FATAL', 'SILENT'],
  ERROR: ['FATAL', 'SILENT'],
};

const traceId = ({ _X_AMZN_TRACE_ID }: Environment): Facts => {
  const root = /Root=([^;]+)/.exec(_X_AMZN_TRACE_ID ?? '')?.[1];
  return root === undefined ? {} : { xray_trace_id: root };
};

const stringify = (line: Facts): string => {
  try {
    return JSON.stringify(line, (_, value) => plain(value));
  } catch {
    return stringifyOddities(line);
  }
};

const plain = (value: unknown): unknown => {
  if (value === null) return undefined;
  if (typeof value === 'bigint') return String(value);
  return value instanceof Error ? membersOf(value) : value;
};

const membersOf = (error: Error): Facts => {
  const { name, message, stack, cause } = error;
  // Node's parser of HTTP adds the answer that it could not read, which may name a person.
  const own = Object.fromEntries(Object.entries(error).filter(([, value]) => !ArrayBuffer.isView(value)));
  return { name, message, stack: stack && readableStack(stack), cause, ...own };
};

const stringifyOddities = (line: Facts): string => {
  try {
    return JSON.stringify(withoutCircles(line));
  } catch {
    const { level, message, timestamp, service, installation } = line;
    return JSON.stringify({ level, message, timestamp, service, installation, unwritable: true });
  }
};

/** Copies a value without what it is inside of: an error may be its own cause. */
const withoutCircles = (value: unknown, ancestors: readonly unknown[] = []): unknown => {
  const shown = plain(value);
  if (typeof shown !== 'object' || shown === null || 'toJSON' in shown) return shown;
  if (ancestors.includes(value)) return undefined;
  const copy = (inner: unknown): unknown => withoutCircles(inner, [...ancestors, value]);
  if (Array.isArray(shown)) return shown.map(copy);
  return Object.fromEntries(Object.entries(shown).map(([name, member]) => [name, copy(member)]));
};
