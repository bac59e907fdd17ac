/** Puts a sample of an event on the bus of the local runtime, or of an installation. */
import { createInterface } from 'node:readline/promises';
import type { EventName } from '../functions/events/event-names.ts';
import type { Given, Values } from './command/declaration.ts';
import { localAddress } from './shared/api-options.ts';
import { installationOf } from './shared/installation.ts';
import { LOCAL_STAGE } from './shared/local-stage-name.ts';
import { readEventName } from './shared/option-values.ts';
import { UsageError } from './shared/usage-error.ts';
import type { trigger } from './trigger/declaration.ts';
import { run as put, type TriggerOptions } from './trigger/run.ts';

const eventOf = ([name, ...others]: readonly string[]): EventName => {
  if (name === undefined || others.length > 0) throw new UsageError('name one event, such as reseller.organization.created');
  return readEventName(name);
};

const dataOf = (json: string): object => {
  const data = parse(json);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new UsageError('--data must be a JSON object');
  return data;
};

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UsageError(`--data is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const ask = async (question: string): Promise<boolean> => {
  if (!process.stdin.isTTY) throw new UsageError('nobody can be asked here: give --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(?:es)?$/i.test(answer.trim());
};

const placeOf = ({ stage, name, url, yes }: Values<typeof trigger.options>): TriggerOptions['at'] => {
  const installation = installationOf({ stage, name });
  if (installation !== undefined && url !== undefined) throw new UsageError('--stage and --url exclude each other');
  if (installation === undefined || stage === LOCAL_STAGE) return { url: localAddress(url, process.env) };
  return { installation, confirm: yes ? async () => true : ask };
};

/** Runs `tenantry trigger`. */
export const run = async ({ values, words }: Given<typeof trigger.options>): Promise<void> => {
  const done = await put({
    event: eventOf(words),
    at: placeOf(values),
    ...(values.data !== undefined && { data: dataOf(values.data) }),
    ...(values.tenant !== undefined && { tenant: values.tenant }),
  });
  if (done) console.log(`${done.eventId} is on the bus ${done.bus}`);
  else process.exitCode = 1;
};
