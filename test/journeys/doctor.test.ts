import { execFile } from 'node:child_process';
import { journey, withRuntime } from '../support/journey.ts';

interface Row {
  readonly check: string;
  readonly result: string;
  readonly seen: string;
}

withRuntime('an API on loopback', () => {
  const here = journey({ alone: true });

  const doctor = async (...options: readonly string[]) => {
    const permissions = ['reseller:read', 'reseller:write', 'reseller:organization:create', 'reseller:organization:delete'] as const;
    const env = { PATH: process.env.PATH, TENANTRY_TOKEN: await here.mintToken({ permissions }) };
    return new Promise<{ readonly code: number; readonly stdout: string }>((resolve) => {
      const url = options.includes('--url') ? [] : ['--url', here.system.runtime.url];
      const args = ['cli/tenantry.ts', 'doctor', ...url, ...options];
      execFile(process.execPath, args, { env }, (error, stdout) => resolve({ code: error ? Number(error.code) : 0, stdout }));
    });
  };

  test('the doctor finds the API well, writes when it is told to, leaves nothing, and says what it did not look at', async () => {
    const { code, stdout } = await doctor('--write', '--json');
    const rows = JSON.parse(stdout) as readonly Row[];
    expect({ code, failed: rows.filter(({ result }) => result === 'fail' || result === 'warn') }).toEqual({ code: 0, failed: [] });
    const well = ['health', 'version', 'unknown route', 'no token', 'bad token', 'webhook keys', 'token', 'write'];
    expect(rows.filter(({ result }) => result === 'ok').map(({ check }) => check)).toEqual(well);
    expect(rows.find(({ check }) => check === 'table')).toMatchObject({ result: 'skipped', seen: 'needs AWS: no --stage was given' });
    const operator = await here.as(['reseller:read']);
    expect((await operator.get('/v3/resellers')).items).toEqual([]);
  }, 30_000);

  test('the doctor prints a table, and its exit code says whether something failed', async () => {
    expect(await doctor()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^check +result +what was seen\n─+/) });
    const elsewhere = await doctor('--url', `${here.system.runtime.url}/elsewhere`);
    expect(elsewhere).toMatchObject({ code: 1, stdout: expect.stringMatching(/^health +fail +GET \/healthz answers 404/m) });
  }, 30_000);
});
