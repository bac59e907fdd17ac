import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify, stripVTControlCharacters } from 'node:util';
import { freePort } from '@tenantry/cdk-local/base/free-port';
import { withRuntime } from '../support/journey.ts';
import { type Command, command } from '../support/journey-start.ts';
import { blocksOf, patternOf } from '../support/page.ts';

const ROOT = join(import.meta.dirname, '../..');
const LIMIT_MS = 300_000;
const PATIENCE_MS = 40_000;

/** A step of the page: what is typed into a terminal, and what it shows. */
interface Step {
  readonly night: string;
  readonly code: string;
  readonly shows: RegExp | undefined;
}

const page = blocksOf('drills.md');
const STEPS: readonly Step[] = page.flatMap(({ language, code, before }, index) => {
  const next = page[index + 1];
  const night = [...before.matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? '';
  return language === 'sh' ? [{ night, code, shows: next?.language === 'text' ? patternOf(next.code) : undefined }] : [];
});
const NIGHTS = [...new Set(STEPS.map(({ night }) => night))];

/** The terminals of their own, by what runs in them and how one sees that it does. */
const TERMINALS: readonly (readonly [name: string, runs: RegExp, ready: RegExp])[] = [
  ['copy', /^PORT=\d+ npx tenantry start/m, /is ready at/],
  ['start', /^npx tenantry start/m, /is ready at/],
  ['receiver', /^node -e/m, /^$/],
];

withRuntime('a machine to start on', () => {
  const open = new Map<string, Command>();
  let folder: string;
  let shell: string;
  let ports: Readonly<Record<string, string>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantry-drills-'));
    ports = { 3000: String(await freePort()), 3100: String(await freePort()), 4100: String(await freePort()) };
    shell = `npx() { shift; node "${join(ROOT, 'cli/tenantry.ts')}" "$@"; }
export PORT=\${PORT-${ports[3000]}} TENANTRY_URL=http://127.0.0.1:${ports[3000]}
[ ! -f "${folder}/state" ] || . "${folder}/state"
`;
  });
  afterAll(async () => {
    for (const one of open.values()) await one.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const typed = (code: string): string =>
    Object.entries(ports)
      .reduce((text, [port, own]) => text.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), own), code)
      .replaceAll('drill/', `${folder}/`);

  /** Opens a terminal in place of the one in which the same ran before. */
  const openTerminal = async (name: string, code: string, ready: RegExp): Promise<void> => {
    const former = open.get(name);
    former?.interrupt();
    await former?.ended();
    const started = command('bash', ['-c', `${shell}${typed(code)}`]);
    open.set(name, started);
    if (ready.source !== '^$') await started.printed(ready);
    else await delay(500);
  };

  /** Runs commands in the terminal where variables and functions stay. */
  const run = async (code: string): Promise<string> => {
    const script = `${shell}set -e\n${typed(code)}\nset +e\ndeclare -p | grep -E '^declare -- [A-Z]+=' > "${folder}/next"
declare -f partner >> "${folder}/next"; mv "${folder}/next" "${folder}/state"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script], {
      cwd: ROOT,
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    return stripVTControlCharacters(stdout + stderr);
  };

  /** Runs a step until it shows what the page says: what it waits for takes its time. */
  const runStep = async ({ code, shows }: Step): Promise<void> => {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const printed = await run(code);
      if (!shows || shows.test(printed)) return;
      if (performance.now() > end) throw new Error(`${code}printed\n${printed}and not ${shows}`);
      await delay(500);
    }
  };

  test('the page has five nights, each with what happened, how one notices, what to do, and when it is over', () => {
    expect(NIGHTS).toHaveLength(6);
    const whole = page.at(-1)?.before ?? '';
    for (const part of ['**What happened.**', '**How one notices.**', '**What to do.**', '**It is over**']) {
      expect([part, whole.split(part).length - 1]).toEqual([part, 5]);
    }
  });

  test.each(NIGHTS)(
    '%s: its commands, in its order, do what the page says',
    async (name) => {
      for (const step of STEPS.filter(({ night }) => night === name)) {
        const terminal = TERMINALS.find(([, runs]) => runs.test(step.code));
        if (terminal) await openTerminal(terminal[0], step.code, terminal[2]);
        else await runStep(step);
      }
    },
    LIMIT_MS,
  );

  test.each([
    ['bootstrap --name Root --user root --first-name A --last-name B --email a@example.com --phone +14155552671', /"secret": "\S{40}/],
    ['orphaned-endpoints --dry-run', /Every endpoint has its resources/],
    ['replay --webhook $CRM --from $SINCE --to 2100-01-01T00:00:00Z --settle 1', /"state": "COMPLETED"/],
    ['redrive --poison-queue --dry-run', /"reasons": \[\]/],
    ['republish --dead-letters --dry-run', /"reasons": \[\]/],
    ['trigger reseller.created', /test-\S+ is on the bus tenantry-local/],
    ['token --permissions reseller:read', /^eyJ/],
    ['resellers list --quiet', /^[0-9a-f-]{36}$/m],
  ])('%s finds the runtime of this machine by --stage local', async (call, shows) => {
    expect(await run(`npx tenantry ${call} --stage local`)).toMatch(shows);
  });
});
