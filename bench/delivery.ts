/**
 * Times, on the embedded runtime, 100 creates one after another: request to 201, and 201 to the
 * webhook's arrival. Medians, in milliseconds.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { synthesize } from '../local/synthesize.ts';
import { startTenantry } from '../local/tenantry-runtime.ts';

const CREATES = 100;
const WARM_UP = 10;

const arrived = new Map<string, number>();
const receiver = createServer(async (request, response) => {
  const { data } = (await json(request)) as { data: { id: string | number } };
  arrived.set(String(data.id), performance.now());
  response.end();
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));

const folder = await mkdtemp(join(tmpdir(), 'tenantry-bench-'));
await synthesize(folder, [{ name: 'bench', url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/` }]);
const runtime = await startTenantry({ assembly: folder, port: 0, stateDir: folder, secrets: () => 'bench', on: {} });
const token = await runtime.mintToken({ permissions: ['reseller:write', 'reseller:organization:create'] });

const create = async (path: string, body: object): Promise<string> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${runtime.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return String(((await response.json()) as { id: string }).id);
};

const median = (values: readonly number[]): string =>
  (values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN).toFixed(1);

try {
  const reseller = await create('/v3/resellers', { name: 'Bench', email: 'b@example.com', allowedUsers: -1, allowedOrganizations: -1 });
  const answered = new Map<string, { readonly at: number; readonly took: number }>();
  for (let index = 0; index < WARM_UP + CREATES; index += 1) {
    const started = performance.now();
    const id = await create(`/v3/resellers/${reseller}/organizations`, {
      name: `Organization ${index}`,
      email: 'o@example.com',
      allowedUsers: 1,
    });
    const at = performance.now();
    if (index >= WARM_UP) answered.set(id, { at, took: at - started });
  }
  await runtime.idle();
  const waits = [...answered].map(([id, { at }]) => (arrived.get(id) ?? Number.NaN) - at);
  console.log(`creates ${answered.size}  request→201 median ${median([...answered.values()].map(({ took }) => took))} ms`);
  console.log(
    `201→webhook median ${median(waits)} ms  slowest ${Math.max(...waits).toFixed(1)} ms  missing ${waits.filter(Number.isNaN).length}`,
  );
} finally {
  await runtime.stop();
  receiver.close();
  receiver.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
}
