import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Teardown } from '@tenantry/cdk-local/base/teardown';
import { bindCdk } from '../cli/shared/cdk.ts';
import { openProcesses } from '../cli/shared/processes.ts';
import { type Adaptation, MINISTACK } from './adaptations.ts';
import { deploymentIn, type Outputs, synthesize } from './deployment.ts';
import { openEnvironment, planFor } from './environment.ts';
import { createFallback } from './fallbacks.ts';
import { forwardTo } from './forward.ts';
import { LIMITATIONS } from './gaps.ts';
import { requireDenied, WITHOUT_GRANT } from './grants.ts';
import { runTests } from './journeys.ts';
import { listenOnLoopback } from './loopback.ts';
import type { Report } from './report.ts';
import { createReseller } from './reseller.ts';
import { restoreTable } from './restored-table.ts';
import { clientOptions, REGION, type Target, variablesFor } from './target.ts';
import { startTokenServer } from './token-server.ts';

/** The options of the suite. */
export interface SuiteOptions {
  readonly directory: string;
  /** The folder that MiniStack is installed in; `directory` when absent. */
  readonly installation?: string | undefined;
  readonly only: readonly string[];
  readonly workers: number;
  /** Stays until the signal after the tests. */
  readonly keep: boolean;
  /** Ends after the tests: no `cdk diff`, update and `cdk destroy`. */
  readonly quick: boolean;
  readonly signal: AbortSignal;
}

/** Synthesis asks AWS nothing. */
const NOWHERE: Target = { endpoint: 'http://127.0.0.1:9', region: REGION };
/** Shows that API, stream and publisher work on a restored table. */
const ON_RESTORED = ['deployed/events.test.ts'] as const;
const RESELLERS = ['reseller:write', 'reseller:read'] as const;
const CHANGES = ['tenantry:throttle.burst=7', 'tenantry:logRetentionDays=14'];

/** Deploys the stage `dev`, tests it, changes it, destroys it, and reports everything. */
export const runSuite = async (
  { directory, installation, only, workers, keep, quick, signal }: SuiteOptions,
  report: Report,
  opened: Teardown,
): Promise<void> => {
  const plan = planFor(process.env.AWS_ENDPOINT_URL, installation);
  const processes = await opened.own(Promise.resolve(openProcesses()));
  const synth = (name: string, changes: readonly string[]) =>
    synthesize(directory, bindCdk(variablesFor(NOWHERE, directory), processes), name, [...plan.context, ...changes]);
  const [environment] = await Promise.all([
    openEnvironment(plan, directory, report, opened),
    report.step('cdk synth', () => synth('first', [])),
  ]);
  const { target } = environment;
  const variables = variablesFor(target, directory);
  const app = deploymentIn(directory, target, bindCdk(variables, processes), report);
  const adaptations: readonly Adaptation[] = [...MINISTACK, ...environment.adaptations];

  const omitted = await app.fit('first', adaptations);
  await report.step('cdk bootstrap', () => app.bootstrap('first'));
  const outputs = flatten(await report.step('cdk deploy --all', () => app.deploy('first')));
  for (const omission of omitted) {
    const made = await createFallback(omission, { busName: String(outputs.EventBusName), client: clientOptions(target) });
    if (made) await opened.own(Promise.resolve(made));
    report.skip(`${omission.Type} ${omission.logicalId}${made ? ' (made through the API of its service)' : ''}`, omission.reason);
  }

  const issue = environment.tokens(outputs, { ...variables, ...environment.network });
  const testing = { ...variables, ...(await addressesFor(outputs)) };
  await runTests({ paths: only, workers, environment: testing, directory, processes }, report);
  report.note('journeys and tests of the deployment have run');
  if (keep) {
    report.note(report.summary());
    for (const [name, value] of Object.entries(testing)) report.note(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
    await once(signal, 'abort');
    return;
  }
  for (const [what, reason] of LIMITATIONS) report.skip(what, reason);
  if (quick) report.skip('cdk diff, a restored table, an update, a lost right, cdk destroy', '--quick leaves them out');
  else await change(outputs, testing.API_URL);

  async function addressesFor(noted: Readonly<Record<string, string>>) {
    const apiHost = String(noted.ApiUrl).replace(/^https?:\/\//, '');
    const door = await opened.own(listenOnLoopback(createServer(forwardTo(target.endpoint, apiHost))));
    const server = await opened.own(startTokenServer(issue));
    const facts = join(directory, 'deployment.json');
    const api = `http://127.0.0.1:${door.port}`;
    await writeFile(
      facts,
      JSON.stringify({ ...target, api, outputs: noted, usesNetwork: environment.isOwn, network: environment.network }),
    );
    return { API_URL: api, TOKEN_COMMAND: server.command, DEPLOYMENT: facts };
  }

  async function change({ TableName }: Readonly<Record<string, string>>, api: string): Promise<void> {
    await report.step('cdk diff finds nothing to change', () => app.requireNoDifference('first'));
    await useRestored(String(TableName), api);
    await report.step('a changed configuration is an update that keeps the table, which is the own one again', async () => {
      await synth('second', CHANGES);
      await app.fit('second', [...adaptations, ...(environment.isOwn ? [WITHOUT_GRANT] : [])]);
      const after = flatten(await app.deploy('second'));
      if (after.TableName !== TableName) throw new Error(`The table ${TableName} gave way to ${after.TableName}`);
    });
    const refused = 'a function that lost its right is refused, so IAM is enforced';
    if (!environment.isOwn) report.skip(refused, 'needs an emulator that was started by this suite');
    else await report.step(refused, async () => requireDenied(api, await issue({ permissions: RESELLERS })));
    await report.step('cdk destroy leaves no stack', () => app.destroy('second'));
  }

  async function useRestored(own: string, api: string): Promise<void> {
    const { status, read } = await createReseller(api, await issue({ permissions: RESELLERS }));
    const after = await report.step('a restored table takes the place of the own one', async () => {
      const { name, streamArn } = await restoreTable(target, own);
      await synth('restored', [`tenantry:restoredTable.streamArn=${streamArn}`]);
      await app.fit('restored', adaptations);
      const noted = flatten(await app.deploy('restored'));
      const seen = await read();
      if (noted.TableName !== name) throw new Error(`The stacks use ${noted.TableName}, not ${name}`);
      if (status !== 201 || seen !== 200) throw new Error(`The reseller was made with ${status}, and is read with ${seen}`);
      return noted;
    });
    const addresses = await addressesFor(after);
    await runTests({ paths: ON_RESTORED, workers, environment: { ...variables, ...addresses }, directory, processes }, report);
  }
};

const flatten = (outputs: Outputs): Readonly<Record<string, string>> =>
  Object.assign({}, ...Object.values(outputs)) as Record<string, string>;
