import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import TestEnvironment from '../../tools/node-environment.ts';

/** The file that is there when the synthesis has ended, with why it failed or nothing. */
export const ended = (directory: string): string => join(directory, 'ended');

/** The environment of tests that look into what was synthesised for the run: it waits for it. */
export default class InfraEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    const file = ended(process.env.INFRA_ASSEMBLIES ?? '');
    while (!existsSync(file)) await delay(100);
    const failure = readFileSync(file, 'utf8');
    if (failure) throw new Error(failure);
  }
}
