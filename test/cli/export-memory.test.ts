import { statSync } from 'node:fs';
import { join } from 'node:path';
import { exportScene, organizationAt } from './export-scene.ts';

const scene = exportScene();
const ROWS = 12_000;
const HEAP_MB = 40;
const rowAt = (at: number) => ({
  ...organizationAt(at),
  metadata: Object.fromEntries(Array.from({ length: 10 }, (_, key) => [`key-${key}`, `${at} `.repeat(90)])),
});

test.each(['csv', 'ndjson'])(
  'the memory of an export does not grow with its rows (%s)',
  async (format) => {
    const server = await scene.server(ROWS, {}, rowAt);
    const out = join(scene.folder(), 'organizations');
    const node = [`--max-old-space-size=${HEAP_MB}`];
    const { code, stderr } = await scene.start(server, ['--out', out, '--format', format], { node }).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(statSync(out).size).toBeGreaterThan(1.3 * HEAP_MB * 1_048_576);
  },
  120_000,
);
