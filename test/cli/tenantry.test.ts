import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { freePort } from '@tenantry/cdk-local/base/free-port';
import { endingOf } from '../../cli/command/ending.ts';
import { COMMANDS } from '../../cli/commands.ts';
import { openProgram } from '../../cli/program.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (file: string, args: readonly string[]) =>
  new Promise<Ended>((resolve) => {
    execFile(file, args, { env: { PATH: process.env.PATH } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
const tenantry = (...args: readonly string[]) => run(process.execPath, ['cli/tenantry.ts', ...args]);

test('the help has a line for each command', async () => {
  const { code, stdout } = await tenantry('--help');
  expect(code).toBe(0);
  for (const { declaration } of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${declaration.name} +${declaration.summary}$`, 'm'));
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  expect(await tenantry('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('without a command it says what there is, and fails', async () => {
  const { code, stdout } = await tenantry();
  expect(code).toBe(2);
  expect(stdout).toContain('npx tenantry <command>');
});

/** A call of each command that is wrong, and what its refusal says. */
const WRONG: readonly (readonly [args: string, sentence: RegExp])[] = [
  ['docter', /^Unknown command 'docter'; did you mean doctor\?$/],
  ['rotate', /^Unknown command 'rotate'; did you mean rotate-signing-key\?$/],
  ['frobnicate', /^Unknown command 'frobnicate'\.$/],
  ['start --wokers 3', /^Unknown option '--wokers'; did you mean --workers\?$/],
  ['start --webhook nowhere', /^--webhook must be an http or https URL, not "nowhere"\.?$/],
  ['start --port x', /^--port must be a whole number from 0 to 65535, not "x"\.$/],
  ['start --workers 0', /^--workers must be a whole number from 1 to 1000, not "0"\.?$/],
  ['token --permissions nothing', /^Unknown permission: "nothing"$/],
  ['client --stage dev', /^missing: create, list, rotate or delete$/],
  ['bootstrap --stage dev', /^Missing: --name, --user, --first-name, --last-name, --email, --phone\.$/],
  ['doctor --wirte', /^Unknown option '--wirte'; did you mean --write\?$/],
  ['import --reseller r', /^The file to import is missing\.$/],
  ['export organisations', /^"organisations" cannot be exported; did you mean "organizations"\?$/],
  ['listen --answer 99', /^--answer must be a whole number from 200 to 599, not "99"\.$/],
  ['redrive --table t --table u', /^--table is there twice\.$/],
  ['redrive --table --bus b', /^--table has no value: --bus is an option\.$/],
  ['replay --webhook w --stage dev', /^--webhook, --from, --to and one of --stage and --bus are required\.$/],
  ['republish --stage dev', /^ids of events, --from, or --dead-letters is required/],
  ['console --port x', /^--port must be a whole number from 0 to 65535, not "x"\.$/],
  ['why', /^The id is missing: of an event, a request or an organization\.$/],
  ['why a b', /^One id is looked for at a time, not also b\.$/],
  ['why a --limit 101', /^--limit must be a whole number from 1 to 100, not "101"\.$/],
  ['tap --events partner.cretaed', /^--events knows no partner\.cretaed; did you mean partner\.created\?$/],
  ['trigger partner.cretaed', /^there is no event partner\.cretaed: did you mean partner\.created\?$/],
  ['backfill', /^--to is required\.$/],
  ['rotate-signing-key', /^One of --stage and --secret is required\.$/],
  ['orphaned-endpoints dev', /^Too many arguments/],
  ['completion tcsh', /^Name one shell: bash, zsh, fish\.$/],
];

/** Runs a call that is wrong in this process, and returns its ending. */
const refusalOf = async (args: string) => {
  const words = args.split(' ');
  const program = await openProgram(words);
  return program.parseAsync(words, { from: 'user' }).then(() => undefined, endingOf);
};

test.each(WRONG)('%s is refused in one line and where to look, with code 2', async (args, sentence) => {
  const { code, text = '' } = (await refusalOf(args)) ?? {};
  const [line = '', last, ...more] = text.trimEnd().split('\n');
  expect(line).toMatch(sentence);
  const [name = ''] = args.split(' ');
  const isKnown = COMMANDS.some(({ declaration }) => declaration.name === name) || name === 'completion';
  expect({ code, last, more }).toEqual({ code: 2, last: `Try: npx tenantry ${isKnown ? `${name} ` : ''}--help`, more: [] });
});

test('a port of the environment that is none is refused as well', async () => {
  const { PORT } = process.env;
  process.env.PORT = 'http';
  const { code, text } = (await refusalOf('start').finally(() => {
    if (PORT === undefined) delete process.env.PORT;
    else process.env.PORT = PORT;
  })) ?? { code: 0, text: '' };
  expect({ code, text }).toEqual({ code: 2, text: expect.stringContaining('PORT must be a whole number from 0 to 65535, not "http"') });
});

test('the queue of a runtime that has ended is named, with the place of its present URL', async () => {
  const url = `http://127.0.0.1:${await freePort()}/000000000000/dead`;
  expect(await tenantry('redrive', '--subscription', url)).toEqual({
    ...{ code: 1, stdout: '' },
    stderr: `No local runtime has the queue ${url}: each start gives it another URL, which is in the output.\n`,
  });
}, 30_000);

test('the process ends so, and prints nothing else', async () => {
  expect(await tenantry('token', '--permision', 'x')).toEqual({
    code: 2,
    stdout: '',
    stderr: "Unknown option '--permision'; did you mean --permissions?\nTry: npx tenantry token --help\n",
  });
});

test('every command describes itself', async () => {
  const program = await openProgram([]);
  for (const { declaration } of COMMANDS) {
    const help = program.commands.find((command) => command.name() === declaration.name)?.helpInformation() ?? '';
    expect(help).toMatch(new RegExp(`^Usage: npx tenantry ${declaration.name} `));
    for (const option of Object.keys(declaration.options)) expect(help).toContain(`--${option}`);
    expect(help.split('\n').filter((line) => line.length > 100)).toEqual([]);
  }
});

test('every command has a call that is refused', () => {
  const refused = new Set(WRONG.map(([args]) => args.split(' ')[0]));
  expect(COMMANDS.map(({ declaration }) => declaration.name).filter((name) => !refused.has(name))).toEqual([]);
});

test('what fails ends with 1, and says what to do about AWS', async () => {
  const { code, stderr } = await tenantry('rotate-signing-key', '--stage', 'dev');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'No AWS Region is set: set AWS_REGION, or a region in the profile of AWS_PROFILE.\n',
  });
});

const bashScript = async (): Promise<string> => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await (await openProgram([])).parseAsync(['completion', 'bash'], { from: 'user' });
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
};

const completed = async (line: string): Promise<readonly string[]> => {
  const words = line.split(' ').map((word) => `'${word}'`);
  const ask = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _tenantry; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['-c', `${await bashScript()}\n${ask}`]);
  return stdout.trim().split('\n');
};

test.each([
  ['tenantry do', ['doctor']],
  ['npx tenantry rotate-signing-key --st', ['--stage', '--step']],
  ['tenantry rotate-signing-key --step ', ['publish', 'switch', 'retire']],
  ['tenantry client ro', ['rotate']],
  ['tenantry organizations re', ['restore']],
  ['npx tenantry webhooks create --en', ['--enabled']],
  ['tenantry webhooks create --enabled ', ['true', 'false']],
  ['tenantry redrive --table x', ['']],
])('Bash completes "%s"', async (line, expected) => {
  expect(await completed(line)).toEqual(expected);
});

test('npm links the command from a folder of the project, so that npx downloads nothing', () => {
  const { workspaces } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly workspaces: readonly string[] };
  const { bin, dependencies } = JSON.parse(readFileSync('cli/package.json', 'utf8')) as {
    readonly bin: object;
    readonly dependencies?: object;
  };
  expect({ cli: workspaces[0], bin, dependencies }).toEqual({ cli: 'cli', bin: { tenantry: 'tenantry.ts' } });
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { readonly packages: Readonly<Record<string, object>> };
  expect(packages['node_modules/tenantry-cli']).toEqual({ resolved: 'cli', link: true });
});
