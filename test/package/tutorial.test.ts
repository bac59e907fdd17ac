import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@tenantry/cdk-local/base/free-port';
import { type Command, command } from '../support/journey-start.ts';
import { ENTRIES } from './apps.ts';
import { LIMIT_MS, node } from './scene.ts';
import { COMMANDS, FILES, OUTPUTS } from './tutorial-page.ts';
import { install, pack, writeFiles } from './workplace.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tenantry-tutorial-'));
const app = join(folder, 'app');

const [installing = '', starting = '', crm = '', creating = '', tapping = '', triggering = '', creatingAnother = '', , redriving = ''] =
  COMMANDS;
const [ready = /^$/, added = /^$/, deadLetter = /^$/] = OUTPUTS;

beforeAll(async () => {
  const [, packages = ''] = /^npm i tenantry (.*)$/m.exec(installing) ?? [];
  install(
    await pack(folder, '--without-types'),
    app,
    ...packages.split(' ').filter((name) => !['aws-cdk-lib', 'constructs'].includes(name)),
  );
}, LIMIT_MS);
afterAll(() => rmSync(folder, { recursive: true }));

test(
  'each entry point is there',
  () => {
    writeFiles(app, { 'entries.ts': ENTRIES });
    expect(node('entries.ts', join(folder, 'none'), app)).toBe('function function function function function\n');
  },
  LIMIT_MS,
);

test(
  'the tests of examples/crm pass with the package',
  () => {
    const example = join(folder, 'example');
    cpSync(join(ROOT, 'examples/crm'), example, { recursive: true, filter: (path) => !/node_modules|cdk\.out/.test(path) });
    symlinkSync(join(app, 'node_modules'), join(example, 'node_modules'), 'junction');
    // The CDK's own checks of the templates would take longer than all else.
    const env = { ...process.env, CDK_VALIDATION: 'false' };
    expect(execFileSync(process.execPath, ['--test', '--test-isolation=none'], { cwd: example, env, encoding: 'utf8' })).toMatch(
      /pass 2$/m,
    );
  },
  LIMIT_MS,
);

// npx would only look for the command, for half a second each.
const SHELL = `npx() { program=$1; shift; "node_modules/.bin/$program" "$@"; }
! [ -f "$STATE" ] || . "$STATE"
set -ea
`;

describe('docs/tutorial.md', () => {
  const commands: Command[] = [];
  let env: Readonly<Record<string, string>>;

  /** Starts a command of the page in a terminal of its own. */
  const open = (block: string): Command => {
    const started = command('sh', ['-c', SHELL + block], env, app);
    commands.push(started);
    return started;
  };
  /** Runs commands of the page in one terminal, where variables stay. */
  const run = async (block: string): Promise<string> => {
    const script = `${SHELL}${block}\nexport -p > "$STATE"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: app, env: { ...process.env, ...env } });
    return stdout;
  };
  const end = async (one: Command | undefined): Promise<void> => {
    one?.interrupt();
    await one?.ended();
  };

  beforeAll(async () => {
    const port = String(await freePort());
    const files = Object.entries(FILES).map(([path, text]) => [path, text.replace(/\b4000\b/g, port)] as const);
    writeFiles(app, Object.fromEntries(files));
    writeFileSync(join(app, 'package-lock.json'), '{}');
    env = { PORT: '0', STATE: join(folder, 'state'), NODE_NO_WARNINGS: '1' };
  });
  afterAll(() => Promise.all(commands.map(end)));

  test(
    'its commands, in its order, do what it says',
    async () => {
      const tenantry = open(starting);
      const printed = await tenantry.printed(/is ready at .*?DeadLetters = \S+\n/s);
      const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
      expect(printed.replaceAll(url, 'http://127.0.0.1:3000')).toMatch(ready);
      env = { ...env, TENANTRY_URL: url };
      const server = open(crm);
      await server.printed(/The CRM is ready/);

      expect(await run(creating)).toMatch(/^name +Fabrikam Ltd$/m);
      await server.printed(added);
      await tenantry.printed(/Fabrikam Ltd is a customer now/);

      const tap = open(tapping);
      await tap.printed(/Listening/);
      await run(triggering);
      await tap.printed(/"name": "Northwind"/);
      await server.printed(/Northwind/);

      await end(server);
      await run(creatingAnother);
      await tenantry.printed(deadLetter);
      const again = open(crm);
      await again.printed(/The CRM is ready/);
      const [, queue = ''] = /DeadLetters = (\S+)/.exec(tenantry.output()) ?? [];
      expect(await run(redriving.replace('<URL>', queue))).toContain('"sent": 1');
      await again.printed(/Wingtip Toys/);
    },
    LIMIT_MS,
  );
});
