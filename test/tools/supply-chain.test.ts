import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { lockedPackages } from '../../tools/licences/packages.ts';

const audit = async (answer: RequestListener, args: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) => {
  const registry = createServer(answer).listen(0, '127.0.0.1');
  await once(registry, 'listening');
  const env = { ...process.env, ...variables, npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/` };
  const child = spawn(process.execPath, ['tools/audit.ts', ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const [status] = await once(child, 'close');
  registry.close();
  registry.closeAllConnections();
  return { status, said };
};

describe('the audit', () => {
  it('passes when the registry knows of no vulnerability', async () => {
    expect(await audit((_, response) => response.end('{}'))).toEqual({
      status: 0,
      said: expect.stringContaining('0 known vulnerabilities'),
    });
  });

  it.each<[readonly string[], number]>([
    [[], 0],
    [['--required'], 1],
  ])('says that a registry answers no audits, with %j: exit code %i', async (args, status) => {
    const said = expect.stringContaining('does not answer audits (405)');
    expect(await audit((_, response) => response.writeHead(405).end(), args)).toEqual({ status, said });
  });

  it.each<[string, Readonly<Record<string, string>>, boolean]>([
    ['in a workflow of GitHub as an annotation', { GITHUB_ACTIONS: 'true' }, true],
    ['elsewhere without one', { GITHUB_ACTIONS: '' }, false],
  ])('says it %s', async (_, variables, isAnnotated) => {
    const { said } = await audit((_request, response) => response.writeHead(405).end(), [], variables);
    expect(/^::warning title=[^\n]*::[^\n]*were not looked for/m.test(said)).toBe(isAnnotated);
  });
});

describe('an installation', () => {
  it('runs no script of a package that it installs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'install-'));
    const write = (place: string, content: object) => writeFileSync(join(folder, place), JSON.stringify(content));
    cpSync('.npmrc', join(folder, '.npmrc'));
    mkdirSync(join(folder, 'guest'));
    write('package.json', { name: 'host', version: '1.0.0', dependencies: { guest: 'file:./guest' } });
    write('guest/package.json', { name: 'guest', version: '1.0.0', scripts: { postinstall: 'node -e "fs.writeFileSync(`ran`, ``)"' } });
    const { status } = spawnSync('npm install --install-links --offline --no-audit --no-fund', { cwd: folder, shell: true });
    const [isThere, hasRun] = ['package.json', 'ran'].map((name) => existsSync(join(folder, 'node_modules/guest', name)));
    rmSync(folder, { recursive: true });
    expect({ status, isThere, hasRun }).toEqual({ status: 0, isThere: true, hasRun: false });
  });

  it('leaves no script of ours that would not be run either', () => {
    const { scripts, ...rest } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
    const names = Object.keys(scripts);
    // npm runs what stands before and after a script no more than the scripts of packages (npm
    // docs, config, `ignore-scripts`).
    expect(names.filter((name) => /^(?:pre|post)/.test(name) && names.includes(name.replace(/^(?:pre|post)/, '')))).toEqual([]);
    expect(rest).not.toHaveProperty('allowScripts');
  });
});

it('the bill of materials is the same from another folder, and names neither it nor this machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'elsewhere-'));
  for (const file of ['package.json', 'package-lock.json', '.npmrc', ...globSync('{cli,packages/*}/package.json')])
    cpSync(file, join(folder, file));
  const sbom = (cwd: string): string =>
    spawnSync(process.execPath, [resolve('tools/sbom.ts')], { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout;
  const [here, there] = [sbom('.'), sbom(folder)];
  rmSync(folder, { recursive: true });

  expect(there).toBe(here);
  const { metadata, components } = JSON.parse(here);
  expect(metadata.component).toMatchObject({ name: 'tenantry', type: 'application' });
  expect(metadata).not.toHaveProperty('timestamp');
  const listed = new Set(components.map(({ name, version }: Record<'name' | 'version', string>) => `${name} ${version}`));
  const [needed, others] = [true, false].map((isProduction) =>
    lockedPackages().flatMap((locked) => (locked.isProduction === isProduction ? `${locked.name} ${locked.version}` : [])),
  );
  expect(needed?.filter((name) => !listed.has(name))).toEqual([]);
  expect(others?.filter((name) => listed.has(name) && !needed?.includes(name))).toEqual([]);
  for (const trace of [basename(folder), resolve('.'), tmpdir()]) expect(here).not.toContain(trace);
});
