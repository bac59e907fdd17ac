import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Teardown } from '../../local/teardown.ts';
import { ledOutside, MINISTACK } from './adaptations.ts';
import { cdkWith } from './cdk.ts';
import { type Certificate, makeCertificate } from './certificate.ts';
import { deploymentIn, type Outputs } from './deployment.ts';
import { installEmulator, startEmulator } from './emulator.ts';
import { clientOf, environmentOf, refusal, type Target } from './environment.ts';
import { forwardTo } from './forward.ts';
import { openIdentity } from './identity.ts';
import { runTests } from './journeys.ts';
import { onLoopback } from './loopback.ts';
import { openOutside } from './outside.ts';
import type { Protocol } from './protocol.ts';
import { hasStandIn, standIn } from './stand-ins.ts';

interface Proof {
  readonly directory: string;
  readonly only: readonly string[];
  /** Stays until the signal after the tests. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

const REGION = 'eu-west-1';
/** The provider that tenantry.config.ts names for the stage `dev`. */
const IDENTITY = { host: 'identity.example.com', issuer: 'https://identity.example.com', audience: 'tenantry' };
const EVERYTHING = ['journeys', 'deployed'];

/** Deploys, tests, deploys again, changes and destroys the stage `dev`, and enters everything in the protocol. */
export const proveDeployment = async ({ directory, only, keep, signal }: Proof, protocol: Protocol, opened: Teardown): Promise<void> => {
  const certificate = await makeCertificate(directory, ['localhost', '*.example.com']);
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificate.certificate, 'utf8')]);
  const identity = await opened.own(openIdentity(IDENTITY));
  const outside = await opened.own(openOutside({ [IDENTITY.host]: identity.site }, certificate));
  const given = process.env.AWS_ENDPOINT_URL;
  const target = given === undefined ? await ownEmulator(directory, certificate, outside.environment, protocol, opened) : reachable(given);

  const environment = environmentOf(target, directory);
  const app = deploymentIn(directory, target, cdkWith(environment, signal), protocol);
  const adaptations = [...MINISTACK, ...(given === undefined ? [] : [ledOutside(outside.environment)])];
  const omitted = await protocol.step('cdk synth', () => app.assemble('first', [], adaptations));
  await protocol.step('cdk bootstrap', () => app.bootstrap('first'));
  const outputs = await protocol.step('cdk deploy --all', () => app.deploy('first'));
  const { ApiUrl = '', ...rest } = flat(outputs);

  for (const omission of omitted) {
    const name = `${omission.Type} ${omission.logicalId}`;
    const reason = "the emulator's CloudFormation has no such type";
    if (!hasStandIn(omission)) protocol.skip(name, reason);
    else {
      await standIn(omission, { busName: rest.EventBusName ?? '', client: clientOf(target) });
      protocol.skip(`${name} (made through the API of its service)`, reason);
    }
  }

  const door = await opened.own(onLoopback(createServer(forwardTo(target.endpoint, ApiUrl.replace(/^https?:\/\//, '')))));
  const api = `http://127.0.0.1:${door.port}`;
  const facts = join(directory, 'deployment.json');
  await writeFile(facts, JSON.stringify({ ...target, api, outputs: rest, callsOutside: given === undefined }));
  const testing = { ...environment, API_URL: api, TOKEN_COMMAND: identity.tokenCommand, DEPLOYMENT: facts };
  await runTests({ paths: only.length > 0 ? only : EVERYTHING, environment: testing, directory, signal }, protocol);
  protocol.note('journeys and tests of the deployment have run');
  if (keep) {
    for (const [name, value] of Object.entries(testing)) protocol.note(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
    await once(signal, 'abort');
  }

  await protocol.step('cdk diff finds nothing to change', () => app.requireNoDifference('first'));
  await protocol.step('a changed configuration is an update that keeps the table', async () => {
    await app.assemble('second', ['tenantry:throttle.burst=7', 'tenantry:logRetentionDays=14'], adaptations);
    const { TableName } = flat(await app.deploy('second'));
    if (TableName !== rest.TableName) throw new Error(`The table ${rest.TableName} gave way to ${TableName}`);
  });
  await protocol.step('cdk destroy leaves no stack', () => app.destroy('second'));
};

const flat = (outputs: Outputs): Readonly<Record<string, string>> => Object.assign({}, ...Object.values(outputs)) as Record<string, string>;

const reachable = (endpoint: string): Target => {
  const reason = refusal(endpoint);
  if (reason !== undefined) throw new Error(reason);
  const certificate = process.env.AWS_CA_BUNDLE ?? process.env.NODE_EXTRA_CA_CERTS;
  return { endpoint, region: REGION, ...(certificate !== undefined && { certificate }) };
};

const ownEmulator = async (
  directory: string,
  certificate: Certificate,
  outside: Readonly<Record<string, string>>,
  protocol: Protocol,
  opened: Teardown,
): Promise<Target> => {
  const program = await protocol.step('MiniStack installed', () => installEmulator(directory));
  const options = { program, directory, region: REGION, certificate, outside };
  const { endpoint } = await protocol.step('MiniStack started', () => opened.own(startEmulator(options)));
  return { endpoint, region: REGION, certificate: certificate.certificate };
};
