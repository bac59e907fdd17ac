import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlesIn } from './bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a bundle has the same hash wherever the app is written', () => {
  expect(bundlesIn(join(folder, 'some', 'other', 'depth'))).toEqual(bundlesIn(join(folder, 'a')));
});
