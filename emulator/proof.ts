import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Teardown } from '@tenantry/cdk-local/base/teardown.ts';
import { LACKS } from '../test/deployed/gaps.ts';
import { type Adaptation, MINISTACK } from './adaptations.ts';
import { cdkWith } from './cdk.ts';
import { openCommands } from './commands.ts';
import { deploymentIn, type Outputs, synthesize } from './deployment.ts';
import { clientOf, environmentOf, REGION, type Target } from './environment.ts';
import { forwardTo } from './forward.ts';
import { GRANT_TAKEN, requireRefusal } from './grant-proof.ts';
import { runTests } from './journeys.ts';
import { onLoopback } from './loopback.ts';
import type { Protocol } from './protocol.ts';
import { standIn } from './stand-ins.ts';
import { openTokenDesk } from './token-desk.ts';
import { openWorld, planOf } from './world.ts';

/** What is proved, where and for how long. */
export interface Proof {
  readonly directory: string;
  readonly only: readonly string[];
  readonly workers: number;
  /** Stays until the signal after the tests. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

/** Synthesis asks AWS nothing. */
const NOWHERE: Target = { endpoint: 'http://127.0.0.1:9', region: REGION };
const CHANGES = ['tenantry:throttle.burst=7', 'tenantry:logRetentionDays=14'];

/** Deploys, tests, deploys again, changes and destroys the stage `dev`, and enters everything in the protocol. */
export const proveDeployment = async (
  { directory, only, workers, keep, signal }: Proof,
  protocol: Protocol,
  opened: Teardown,
): Promise<void> => {
  const plan = planOf(process.env.AWS_ENDPOINT_URL);
  const commands = await opened.own(Promise.resolve(openCommands()));
  const synth = (name: string, changes: readonly string[]) =>
    synthesize(directory, cdkWith(environmentOf(NOWHERE, directory), commands), name, [...plan.context, ...changes]);
  const [world] = await Promise.all([openWorld(plan, directory, protocol, opened), protocol.step('cdk synth', () => synth('first', []))]);
  const { target } = world;
  const environment = environmentOf(target, directory);
  const app = deploymentIn(directory, target, cdkWith(environment, commands), protocol);
  const adaptations: readonly Adaptation[] = [...MINISTACK, ...world.adaptations];

  const omitted = await app.fit('first', adaptations);
  await protocol.step('cdk bootstrap', () => app.bootstrap('first'));
  const outputs = flat(await protocol.step('cdk deploy --all', () => app.deploy('first')));
  for (const omission of omitted) {
    const made = await standIn(omission, { busName: String(outputs.EventBusName), client: clientOf(target) });
    if (made) await opened.own(Promise.resolve(made));
    protocol.skip(`${omission.Type} ${omission.logicalId}${made ? ' (made through the API of its service)' : ''}`, omission.reason);
  }

  const issue = world.tokens(outputs, { ...environment, ...world.outside });
  const testing = { ...environment, ...(await addressesFor(outputs)) };
  await runTests({ paths: only, workers, environment: testing, directory, commands }, protocol);
  protocol.note('journeys and tests of the deployment have run');
  if (keep) {
    protocol.note(protocol.summary());
    for (const [name, value] of Object.entries(testing)) protocol.note(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
    await once(signal, 'abort');
    return;
  }
  for (const [what, reason] of LACKS) protocol.skip(what, reason);
  await change(outputs, testing.API_URL);

  async function addressesFor(told: Readonly<Record<string, string>>) {
    const apiHost = String(told.ApiUrl).replace(/^https?:\/\//, '');
    const door = await opened.own(onLoopback(createServer(forwardTo(target.endpoint, apiHost))));
    const desk = await opened.own(openTokenDesk(issue));
    const facts = join(directory, 'deployment.json');
    const api = `http://127.0.0.1:${door.port}`;
    await writeFile(facts, JSON.stringify({ ...target, api, outputs: told, callsOutside: world.isOwn, outside: world.outside }));
    return { API_URL: api, TOKEN_COMMAND: desk.command, DEPLOYMENT: facts };
  }

  async function change({ TableName }: Readonly<Record<string, string>>, api: string): Promise<void> {
    await protocol.step('cdk diff finds nothing to change', () => app.requireNoDifference('first'));
    await protocol.step('a changed configuration is an update that keeps the table', async () => {
      await synth('second', CHANGES);
      await app.fit('second', [...adaptations, ...(world.isOwn ? [GRANT_TAKEN] : [])]);
      const after = flat(await app.deploy('second'));
      if (after.TableName !== TableName) throw new Error(`The table ${TableName} gave way to ${after.TableName}`);
    });
    const refused = 'a function that lost its right is refused, so IAM is enforced';
    if (!world.isOwn) protocol.skip(refused, 'needs an emulator that was started by this suite');
    else await protocol.step(refused, async () => requireRefusal(api, await issue({ permissions: ['reseller:write', 'reseller:read'] })));
    await protocol.step('cdk destroy leaves no stack', () => app.destroy('second'));
  }
};

const flat = (outputs: Outputs): Readonly<Record<string, string>> => Object.assign({}, ...Object.values(outputs)) as Record<string, string>;
