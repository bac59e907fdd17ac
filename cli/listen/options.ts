import type { Given } from '../command/declaration.ts';
import { localAddress } from '../shared/api-options.ts';
import { readSubscriptions, readWholeNumber } from '../shared/option-values.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { listen } from './declaration.ts';

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

/** Reads options and environment. @throws {UsageError} */
export const readOptions = ({ values }: Given<typeof listen.options>, environment: NodeJS.ProcessEnv): ListenOptions => {
  return {
    url: urlOf(localAddress(values.url, environment)),
    events: values.events === undefined ? EVERYTHING : readSubscriptions(values.events),
    ...(values.reseller !== undefined && { reseller: values.reseller }),
    port: readWholeNumber('--port', values.port ?? '0', 0, 65_535),
    answer: readWholeNumber('--answer', values.answer ?? '200', 200, 599),
    delayMs: readWholeNumber('--delay', values.delay ?? '0', 0, 60_000),
    json: values.json ?? false,
  };
};

const urlOf = (text: string): string => {
  const url = URL.parse(text);
  const local = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!local) throw new UsageError(`--url must be that of a local runtime, not ${text}: a deployed one cannot reach this machine`);
  return text.replace(/\/$/, '');
};

const EVERYTHING = ['partner.*', 'reseller.*', 'webhook.*'];
