import type { Given } from '../cli/command/declaration.ts';
import { readWholeNumber } from '../cli/shared/option-values.ts';
import { UsageError } from '../cli/shared/usage-error.ts';
import { hasUserinfo } from '../functions/shared/contract/userinfo.ts';
import type { start } from './declaration.ts';
import type { LocalWebhook } from './synthesize.ts';

/** The options of `tenantry start`. */
export interface StartOptions {
  readonly port: number;
  readonly webhooks: readonly LocalWebhook[];
  /** Folders of other CDK apps, whose stacks run beside. */
  readonly apps: readonly string[];
  readonly dataDir?: string;
  readonly dynamodbEndpoint?: string;
  readonly workers?: number;
  readonly busLatencyMs?: number;
  readonly indexLagMs?: number;
  readonly throttle: boolean;
  readonly logs: boolean;
  readonly noCache: boolean;
  /** The port of the console, when there is one. */
  readonly consolePort?: number;
}

/** Reads options and environment. @throws {UsageError} with a sentence that names what is wrong. */
export const readOptions = ({ values }: Given<typeof start.options>, env: Readonly<Record<string, string | undefined>>): StartOptions => {
  if (values['data-dir'] !== undefined && env.DYNAMODB_ENDPOINT)
    throw new UsageError('--data-dir and DYNAMODB_ENDPOINT exclude each other.');
  if (values['index-lag'] !== undefined && env.DYNAMODB_ENDPOINT)
    throw new UsageError('--index-lag and DYNAMODB_ENDPOINT exclude each other.');
  const port = values.port === undefined ? readPort('PORT', env.PORT || '3000') : readPort('--port', values.port);
  return {
    port,
    ...(values['no-console'] ? {} : { consolePort: port === 0 || port === 65_535 ? 0 : port + 1 }),
    webhooks: (values.webhook ?? []).map((url, index) => ({ name: `local-${index + 1}`, url: urlOf('--webhook', url) })),
    apps: values.app ?? [],
    ...(values['data-dir'] !== undefined && { dataDir: values['data-dir'] }),
    ...(env.DYNAMODB_ENDPOINT && { dynamodbEndpoint: urlOf('DYNAMODB_ENDPOINT', env.DYNAMODB_ENDPOINT) }),
    ...(values.workers !== undefined && { workers: readWholeNumber('--workers', values.workers, 1, 1000) }),
    ...(values['bus-latency'] !== undefined && {
      busLatencyMs: readWholeNumber('--bus-latency', values['bus-latency'], 0, 4000, MILLISECONDS),
    }),
    ...(values['index-lag'] !== undefined && { indexLagMs: readWholeNumber('--index-lag', values['index-lag'], 1, 60_000, MILLISECONDS) }),
    throttle: values.throttle ?? false,
    logs: values.logs ?? false,
    noCache: values['no-cache'] ?? false,
  };
};

const readPort = (name: string, text: string): number => readWholeNumber(name, text, 0, 65_535);

const MILLISECONDS = ' of milliseconds';

const urlOf = (name: string, text: string): string => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`${name} must be an http or https URL, not "${text}".`);
  if (hasUserinfo(text)) throw new UsageError(`${name} must not hold credentials.`);
  return text;
};
