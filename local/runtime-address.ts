import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultStateDir } from './keys.ts';

/** The addresses of a runtime that another process of this machine needs. */
export interface RuntimeAddress {
  /** Its API. */
  readonly url: string;
  /** Its services of AWS except DynamoDB, and its tap. */
  readonly awsUrl: string;
  readonly dynamodbUrl: string;
  /** The outputs of all stacks, by `<stack>.<key>`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The bus of the installation, which has the installation's name. */
  readonly busName: string;
  /** The ARN of the secret with the keys that events are signed with. */
  readonly signingSecret: string;
}

const fileOf = (url: string, stateDir: string): string => join(stateDir, `runtime-${new URL(url).port}.json`);

/**
 * Writes the addresses of a running runtime beside its signing key, under the port of its API.
 *
 * @returns what removes them.
 */
export const announceRuntime = async (address: RuntimeAddress, stateDir: string = defaultStateDir): Promise<() => Promise<void>> => {
  const file = fileOf(address.url, stateDir);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(address), { mode: 0o600 });
  return () => rm(file, { force: true });
};

/**
 * Finds the runtime whose API is at a URL, by what it wrote in the same working directory.
 * @throws {Error} a sentence, when there is none
 */
export const findRuntime = async (url: string, stateDir: string = defaultStateDir): Promise<RuntimeAddress> => {
  const text = await readFile(fileOf(url, stateDir), 'utf8').catch(() => {
    throw new Error(`There is no local runtime at ${url} that was started in this folder: start it with npx tenantry start.`);
  });
  return JSON.parse(text) as RuntimeAddress;
};
