import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blockOf, COMPOSED, ENTRIES } from './apps.ts';
import { FILES } from './tutorial-page.ts';
import { install, pack, writeFiles } from './workplace.ts';

/** A machine may be busy: only what hangs is a defect. */
export const LIMIT_MS = 180_000;

const ROOT = join(import.meta.dirname, '../..');

/** The package, installed in an empty folder beside other folders that a test needs. */
export const packageScene = () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-package-'));
  const app = join(folder, 'app');
  const scene = { folder, app, root: ROOT, tarball: '' };
  beforeAll(async () => {
    scene.tarball = await pack(folder);
    install(scene.tarball, app);
    writeFiles(app, { 'cdk.json': blockOf('json'), 'bin/app.ts': blockOf('ts'), 'bin/composed.ts': COMPOSED, 'entries.ts': ENTRIES });
    writeFiles(join(app, 'tutorial'), FILES);
  }, LIMIT_MS);
  afterAll(() => rmSync(folder, { recursive: true }));
  return scene;
};

/** Runs an app, or another script, in a folder; its functions are not bundled. */
export const node = (script: string, outdir: string, cwd: string, context: object = {}): string =>
  execFileSync(process.execPath, [script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context }) },
  });

/**
 * Compiles the entry points and the tutorial, as programs that use them.
 * @throws the compiler's words
 */
export const compileEntries = (app: string, compiler: string): void => {
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022'];
  const files = ['entries.ts', 'tutorial/bin/app.ts', 'tutorial/crm/add-customer.ts'];
  const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types'), '--allowImportingTsExtensions'];
  execFileSync(process.execPath, [join(ROOT, 'node_modules', compiler, 'bin/tsc'), ...options, ...types, ...files], { cwd: app });
};
