import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { installEmulator } from '../../emulator/emulator.ts';

const PINS = readFileSync(new URL('../../emulator/requirements.txt', import.meta.url), 'utf8');
let folder: string;
let packages: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantry-installation-'));
  packages = join(folder, 'python/lib/python3.12/site-packages');
  await mkdir(join(folder, 'python/bin'), { recursive: true });
  await writeFile(join(folder, 'python/bin/ministack'), '');
  for (const [, name = '', version] of PINS.matchAll(/^(\S+)==(\S+)/gm))
    await mkdir(join(packages, `${name.replaceAll('-', '_')}-${version}.dist-info`), { recursive: true });
});

afterEach(() => rm(folder, { recursive: true }));

const infoOf = (name: string): string => join(packages, `${name}-${new RegExp(`^${name}==(\\S+)`, 'm').exec(PINS)?.[1]}.dist-info`);

test('an installation of the pinned packages is used, however their names are written', async () => {
  const pyyaml = infoOf('pyyaml');
  await rename(pyyaml, pyyaml.replace('pyyaml', 'PyYAML'));
  expect(await installEmulator(folder)).toBe(join(folder, 'python/bin/ministack'));
});

test('an installation of another MiniStack, or without a package of it, is refused', async () => {
  await rename(infoOf('ministack'), join(packages, 'ministack-1.0.0.dist-info'));
  await rm(infoOf('h11'), { recursive: true });
  const installed = installEmulator(folder);
  await expect(installed).rejects.toThrow(UsageError);
  await expect(installed).rejects.toThrow(
    /python is not the MiniStack .*: h11 is missing \(pinned: .+\), ministack 1\.0\.0 \(pinned: .+\)\. Remove/,
  );
});
