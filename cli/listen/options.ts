import { SUBSCRIPTIONS } from '../../functions/events/event-names.ts';
import { parseOnce } from '../shared/parse-once.ts';
import { UsageError } from '../shared/usage-error.ts';

/** The text of `--help`. */
export const USAGE = `Receives the webhooks of the local runtime here, verifies their signatures and prints them, until Ctrl-C.

  npm run -s listen -- [options]

  --url       where the local runtime is (default: TENANTRY_URL, or http://127.0.0.1:3000)
  --events    what to subscribe to, separated by commas (default: everything)
  --reseller  only the events of this reseller
  --port      where to listen (default: a free port)
  --answer    the status to answer (default: 200); 500 shows retries, 410 a dead letter
  --delay     milliseconds to wait before it answers; over 5000 is a timeout
  --json      prints one JSON object for each webhook instead
  --help      prints this text

It creates a webhook endpoint through the API, with a token of the local issuer, and deletes it at the
end. A deployed installation accepts no endpoint on this machine: there, name your own tunnel with
POST /v3/webhooks.
`;

/** The options of the listener. */
export interface ListenOptions {
  readonly url: string;
  readonly events: readonly string[];
  readonly reseller?: string;
  readonly port: number;
  readonly answer: number;
  readonly delayMs: number;
  readonly json: boolean;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = { url: text, events: text, reseller: text, port: text, answer: text, delay: text, json: flag, help: flag } as const;

/** Reads the arguments; `undefined` when help is asked for. @throws {UsageError} */
export const readOptions = (args: readonly string[], environment: NodeJS.ProcessEnv): ListenOptions | undefined => {
  const values = parseValues(args);
  if (values.help) return undefined;
  return {
    url: urlOf(values.url ?? environment.TENANTRY_URL ?? 'http://127.0.0.1:3000'),
    events: eventsOf(values.events),
    ...(values.reseller !== undefined && { reseller: values.reseller }),
    port: integer('port', values.port ?? '0', 0, 65_535),
    answer: integer('answer', values.answer ?? '200', 200, 599),
    delayMs: integer('delay', values.delay ?? '0', 0, 60_000),
    json: values.json ?? false,
  };
};

const parseValues = (args: readonly string[]) => {
  try {
    return parseOnce({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const urlOf = (text: string): string => {
  const url = URL.parse(text);
  const local = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!local) throw new UsageError(`--url must be that of a local runtime, not ${text}: a deployed one cannot reach this machine`);
  return text.replace(/\/$/, '');
};

const EVERYTHING = ['partner.*', 'reseller.*', 'webhook.*'];

const eventsOf = (text: string | undefined): readonly string[] => {
  const events = text === undefined ? EVERYTHING : text.split(',').map((event) => event.trim());
  const unknown = events.filter((event) => !SUBSCRIPTIONS.includes(event));
  if (unknown.length > 0) throw new UsageError(`--events knows no ${unknown.join(', ')}; known are ${SUBSCRIPTIONS.join(', ')}`);
  return events;
};

const integer = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}`);
  return value;
};
