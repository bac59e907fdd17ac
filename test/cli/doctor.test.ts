import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command with these options and nothing of the environment of who tests. */
const doctor = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<Ended>((resolve) => {
    const credentials = {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const options = { env: { PATH: process.env.PATH, HOME: '/nonexistent', ...credentials, ...env } };
    execFile(process.execPath, ['cli/tenantry.ts', 'doctor', ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

const seen: string[] = [];
const refusing = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    seen.push(new URLSearchParams(Buffer.concat(chunks).toString()).get('Action') ?? request.url ?? '');
    const error = '<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error>';
    response.writeHead(403, { 'content-type': 'text/xml' }).end(`<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`);
  });
});
const urlOf = () => `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;

beforeAll(() => new Promise<void>((resolve) => void refusing.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  refusing.closeAllConnections();
  await new Promise((resolve) => refusing.close(resolve));
});

test('stacks that it may not read are a row, and what needs them is skipped with that reason', async () => {
  const { code, stdout, stderr } = await doctor(['--stage', 'dev', '--json'], { AWS_ENDPOINT_URL: urlOf() });
  const rows = JSON.parse(stdout) as readonly { readonly check: string; readonly result: string; readonly seen: string }[];
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(rows[0]).toMatchObject({ check: 'stacks', result: 'warn', seen: 'these credentials may not look: not authorized' });
  expect(new Set(rows.slice(1).map(({ result, seen }) => `${result}: ${seen}`))).toEqual(
    new Set(['skipped: the stacks could not be read']),
  );
  expect(seen).toContain('DescribeStacks');
});

test('wrong options end with 2 and what is right; help ends with 0', async () => {
  expect(await doctor([])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('One of --stage and --url is required.') });
  expect(await doctor(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('npx tenantry doctor --stage prod') });
});
