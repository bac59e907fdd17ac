/**
 * Makes the pictures of the console in docs/console/: starts the system on free ports, sends it
 * some requests, and takes each view in Chromium.
 */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAws } from '../cli/shared/local-aws.ts';
import { operatorTable } from '../cli/shared/operator-table.ts';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { seedDemo } from '../local/demo.ts';
import { synthesize } from '../local/synthesize.ts';
import { startTenantry } from '../local/tenantry-runtime.ts';
import { dataOutput } from '../local/tenantry-stacks.ts';
import { findChromium } from './console/chromium.ts';
import { takePictures } from './console/pictures.ts';
import { sendScene } from './console/scene.ts';

const USAGE = `Makes the pictures of the console, in docs/console unless a folder is given.

  npm run -s screenshots -- [--folder <dir>]

CHROMIUM_PATH   the Chromium to use; that of the machine unless given
`;

const { values } = parseOnce({ options: { folder: { type: 'string', default: 'docs/console' }, help: { type: 'boolean', short: 'h' } } });
const chromium = findChromium(process.env);

const makePictures = async (executable: string, folder: string): Promise<void> => {
  const state = await mkdtemp(join(tmpdir(), 'tenantry-pictures-'));
  const assembly = join(state, 'assembly');
  console.log('Synthesising the stack …');
  const receiver = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"received":true}'));
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  await synthesize(assembly, [{ name: 'crm', url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks` }]);
  const secrets = (name: string): string => `local-secret-of-${name}`;
  const runtime = await startTenantry({ assembly, port: 0, stateDir: join(state, 'keys'), consolePort: 0, secrets, on: {} });
  try {
    const token = await runtime.mintToken({ permissions: ['partner:create', 'reseller:write'] });
    const table = operatorTable(dataOutput(runtime.outputs, 'TableName'), localAws(runtime.dynamodbUrl));
    const demo = await seedDemo({ url: runtime.url, token, table });
    await sendScene(runtime, demo);
    await mkdir(folder, { recursive: true });
    await takePictures(executable, runtime.consoleLink ?? '', folder);
  } finally {
    await runtime.stop();
    receiver.close();
    await rm(state, { recursive: true, force: true });
  }
};

if (values.help) console.log(USAGE);
else if (chromium === undefined) {
  console.error('There is no Chromium on this machine: CHROMIUM_PATH names one.');
  process.exitCode = 1;
} else {
  await makePictures(chromium, values.folder);
}
