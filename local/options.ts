import { MOST_WORKERS } from '@tenantry/cdk-local/lambda/functions';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { hasUserinfo } from '../functions/shared/contract/userinfo.ts';
import type { LocalWebhook } from './synthesize.ts';

/** The options of `npm start`. */
export interface StartOptions {
  readonly port: number;
  readonly webhooks: readonly LocalWebhook[];
  readonly dataDir?: string;
  readonly dynamodbEndpoint?: string;
  readonly workers?: number;
  readonly busLatencyMs?: number;
  readonly indexLagMs?: number;
  readonly throttle: boolean;
  readonly logs: boolean;
  readonly noCache: boolean;
  readonly help: boolean;
}

export const USAGE = `Runs the whole of Tenantry on this machine: the synthesised stack, its functions, table, events and webhooks.

  npm start -- [options]

  --webhook <url>     an endpoint that gets every event; repeatable. Plain http is taken on loopback
  --data-dir <dir>    keeps the data in this folder, for one runtime at a time; otherwise it ends with the runtime
  --workers <n>       worker processes of all functions together, some 50 MB each (${MOST_WORKERS})
  --bus-latency <ms>  how long each PutEvents takes (as if over a network: 30)
  --index-lag <ms>    lets lists that an index answers follow what is written after up to so many milliseconds, as on AWS
  --throttle          applies the stage's request throttle
  --logs              shows the functions' own log lines
  --no-cache          synthesises the stack even if no file of the project changed since the last time
  --help              shows this

  PORT                the port of the API (3000)
  DYNAMODB_ENDPOINT   another DynamoDB-compatible server to keep the data in, such as http://127.0.0.1:8000
  LOG_LEVEL           the level of the functions' log lines: INFO (all), WARN, ERROR or SILENT
`;

/** Reads flags and environment. @throws {Error} with a sentence that names what is wrong. */
export const readOptions = (args: readonly string[], env: Readonly<Record<string, string | undefined>>): StartOptions => {
  const { values } = parseOnce({
    args: [...args],
    options: {
      webhook: { type: 'string', multiple: true },
      'data-dir': { type: 'string' },
      workers: { type: 'string' },
      'bus-latency': { type: 'string' },
      'index-lag': { type: 'string' },
      throttle: { type: 'boolean' },
      logs: { type: 'boolean' },
      'no-cache': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values['data-dir'] !== undefined && env.DYNAMODB_ENDPOINT) throw new Error('--data-dir and DYNAMODB_ENDPOINT exclude each other.');
  if (values['index-lag'] !== undefined && env.DYNAMODB_ENDPOINT) throw new Error('--index-lag and DYNAMODB_ENDPOINT exclude each other.');
  return {
    port: portOf(env.PORT),
    webhooks: (values.webhook ?? []).map((url, index) => ({ name: `local-${index + 1}`, url: urlOf('--webhook', url) })),
    ...(values['data-dir'] !== undefined && { dataDir: values['data-dir'] }),
    ...(env.DYNAMODB_ENDPOINT && { dynamodbEndpoint: urlOf('DYNAMODB_ENDPOINT', env.DYNAMODB_ENDPOINT) }),
    ...(values.workers !== undefined && { workers: wholeNumber('--workers', values.workers, 1, 1000) }),
    ...(values['bus-latency'] !== undefined && {
      busLatencyMs: wholeNumber('--bus-latency', values['bus-latency'], 0, 4000, MILLISECONDS),
    }),
    ...(values['index-lag'] !== undefined && { indexLagMs: wholeNumber('--index-lag', values['index-lag'], 1, 60_000, MILLISECONDS) }),
    throttle: values.throttle ?? false,
    logs: values.logs ?? false,
    noCache: values['no-cache'] ?? false,
    help: values.help ?? false,
  };
};

const portOf = (text: string | undefined): number => {
  const port = Number(text || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT must be a whole number from 0 to 65535, not "${text}".`);
  return port;
};

const wholeNumber = (name: string, text: string, least: number, most: number, of = ''): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new Error(`${name} must be a whole number${of} from ${least} to ${most}, not "${text}".`);
  return value;
};

const MILLISECONDS = ' of milliseconds';

const urlOf = (name: string, text: string): string => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`${name} must be an http or https URL, not "${text}".`);
  if (hasUserinfo(text)) throw new Error(`${name} must not hold credentials.`);
  return text;
};
