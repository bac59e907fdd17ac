import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AlreadyExistsException, CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';

interface Deployment {
  readonly endpoint: string;
  readonly region: string;
  readonly api: string;
  /** What the stacks put out, by its name. */
  readonly outputs: Readonly<Record<string, string>>;
  /**
   * Whether what the emulator itself calls over https reaches the outside world that the suite
   * plays.
   */
  readonly usesNetwork: boolean;
  /** The environment that leads a command to the outside world. */
  readonly network: Readonly<Record<string, string>>;
}

/** Where the installation under test is; `npm run test:deploy` says. */
export const deployment = JSON.parse(readFileSync(String(process.env.DEPLOYMENT), 'utf8')) as Deployment;

const DEADLINE_MS = 45_000;
const PAUSE_MS = 250;

/**
 * Asks again and again until there is an answer; throws, naming what was waited for, after 45
 * seconds.
 */
export const eventually = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await delay(PAUSE_MS);
  }
};

/**
 * Verifies the sender of tenantry.config.ts, as the runbook has the operator do before the first
 * e-mail.
 */
export const verifySender = async (): Promise<void> => {
  const asked = new SESv2Client().send(new CreateEmailIdentityCommand({ EmailIdentity: 'accounts@example.com' }));
  await asked.catch((error: unknown) => {
    if (!(error instanceof AlreadyExistsException)) throw error;
  });
};

/** What MiniStack has taken to be sent by SES, each e-mail as JSON. */
export const mailbox = async (): Promise<readonly string[]> => {
  const answer = await fetch(`${deployment.endpoint}/_ministack/ses/messages`);
  const { messages } = (await answer.json()) as { messages: Readonly<Record<string, readonly unknown[]>> };
  return Object.values(messages)
    .flat()
    .map((mail) => JSON.stringify(mail));
};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs `npx tenantry` against the installation and gives what it printed, whether it liked what it
 * found or not.
 */
export const operate = async (...command: readonly string[]): Promise<string> => {
  const env = { ...process.env, ...deployment.network };
  const { stdout } = await promisify(execFile)(process.execPath, ['cli/tenantry.ts', ...command], { cwd: ROOT, env }).catch(
    (error: Error & { stdout?: string }) => {
      if (error.stdout) return { stdout: error.stdout };
      throw error;
    },
  );
  return stdout;
};

/**
 * Groups tests for which the emulator has to call over https itself: skipped by name where the
 * suite does not lead its calls.
 */
export const whereEmulatorUsesNetwork = (tests: () => void): void => {
  const needs = 'an emulator that was started by this suite, which leads its calls to this machine';
  if (deployment.usesNetwork) describe(`with ${needs}`, tests);
  else {
    const group = describe.skip;
    group(`skipped against ${deployment.api}: needs ${needs}`, tests);
  }
};
