/** Deploys Tenantry with the real `cdk` to an AWS emulator on this machine and runs the journeys against it over HTTP. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { cdkWith } from './test-deploy/cdk.ts';
import { makeCertificate } from './test-deploy/certificate.ts';
import { installEmulator, startEmulator } from './test-deploy/emulator.ts';
import { environmentOf } from './test-deploy/environment.ts';
import { openFrontDoor } from './test-deploy/front-door.ts';
import { openIdentity } from './test-deploy/identity.ts';
import { omitUnknown } from './test-deploy/omissions.ts';
import { openOutside } from './test-deploy/outside.ts';

const t0 = Date.now();
const say = (x: string) => console.log(((Date.now() - t0) / 1000).toFixed(1).padStart(6), x);
const directory = await mkdtemp(join(tmpdir(), 'tenantry-deploy-'));
say(directory);
const region = 'eu-west-1';
const certificate = await makeCertificate(directory, ['localhost', '*.example.com', `cognito-idp.${region}.amazonaws.com`]);
const identity = await openIdentity({ issuer: 'https://identity.example.com', audience: 'tenantry' });
const outside = await openOutside({ 'identity.example.com': identity.site }, certificate);
const program = process.env.MINISTACK ?? (await installEmulator(directory));
say('installed');
const emulator = await startEmulator({ program, directory, region, certificate, outside: outside.environment });
say('started');
const env = environmentOf({ endpoint: emulator.endpoint, region, certificate: certificate.certificate }, directory);
try {
  const cdk = cdkWith(env);
  const assembly = join(directory, 'assembly');
  await cdk('synth', '--quiet', '--output', assembly);
  say('synth');
  Object.assign(process.env, env);
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const { Agent } = await import('node:https');
  const client = new CloudFormationClient({
    endpoint: emulator.endpoint,
    requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca: await readFile(certificate.certificate) }) }),
  });
  for (const { logicalId, Type } of await omitUnknown(assembly, client)) say(`omitted ${Type} ${logicalId}`);
  await cdk('bootstrap', '--app', assembly);
  say('bootstrap');
  await cdk('deploy', '--all', '--app', assembly, '--require-approval', 'never', '--outputs-file', join(directory, 'outputs.json'));
  say('deploy');
  const outputs = JSON.parse(await readFile(join(directory, 'outputs.json'), 'utf8'));
  console.log(outputs);
  const door = await openFrontDoor(emulator.endpoint, outputs['Tenantry-dev-Api'].ApiUrl, await readFile(certificate.certificate, 'utf8'));
  say(door.url);
  const child = spawn(process.argv[2] ?? 'bash', process.argv.slice(3), {
    stdio: 'inherit',
    env: { ...process.env, ...env, API_URL: door.url, TOKEN_COMMAND: identity.tokenCommand, DEPLOY_DIR: directory },
  });
  await once(child, 'exit');
  say('done');
  await door.stop();
} finally {
  await emulator.stop();
  await outside.stop();
  await identity.stop();
}
