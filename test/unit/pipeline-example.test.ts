import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly include: readonly { readonly stage: string }[] } };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions: object;
  readonly concurrency: { readonly group: string; readonly 'cancel-in-progress': string };
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<'build' | 'diff' | 'staging' | 'prod', Job>>;
}

const text = readFileSync('examples/pipeline/deploy.yml', 'utf8');
const workflow = parse(text) as Workflow;
const jobs = Object.entries(workflow.jobs);
const stages = ['staging', 'prod'] as const;

/** An expression of GitHub in a text. */
const expression = (text: string): string => `\${{ ${text} }}`;

/** The commands of a job, one a line. */
const commandsOf = ({ steps }: Job): readonly string[] => steps.flatMap(({ run = '' }) => run.split('\n').map((line) => line.trim()));

const cdkOf = (job: Job, verb: string): readonly string[] => commandsOf(job).filter((line) => line.startsWith(`npx cdk ${verb}`));

const stepsOf = (job: Job, action: string): readonly Step[] => job.steps.filter(({ uses }) => uses?.startsWith(`${action}@`));

const needsOf = ({ needs = [] }: Job): readonly string[] => [needs].flat();
interface Registry {
  readonly globalOptions: object;
  readonly commands: Readonly<Record<string, { readonly options?: object }>>;
}

describe('the workflow', () => {
  test('runs commands and options that cdk and npm have; those of tenantry are checked with the pages', () => {
    const registry = JSON.parse(readFileSync('node_modules/aws-cdk/lib/cli/cli-type-registry.json', 'utf8')) as Registry;
    const lines = jobs.flatMap(([, job]) => commandsOf(job)).filter((line) => /^np[mx] /.test(line));
    expect(new Set(lines.map((line) => line.split(' ').slice(0, 2).join(' ')))).toEqual(new Set(['npm ci', 'npx cdk', 'npx tenantry']));
    const unknown = lines
      .filter((line) => line.startsWith('npx cdk '))
      .flatMap((line) => {
        const [, , verb = '', ...args] = line.split(' ');
        // `--all` selects stacks, for every command that takes some.
        const known = new Set([
          'all',
          'require-approval',
          ...Object.keys({ ...registry.globalOptions, ...registry.commands[verb]?.options }),
        ]);
        return args
          .flatMap((arg) => /^--([\w-]+)/.exec(arg)?.[1] ?? [])
          .flatMap((option) => (known.has(option) ? [] : [`${verb} --${option}`]));
      });
    expect(unknown).toEqual([]);
  });

  test('gives no job more than it needs: to read the repository, and a token where it assumes a role', () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, job] of jobs) {
      const assumes = stepsOf(job, 'aws-actions/configure-aws-credentials').length > 0;
      expect([name, job.permissions]).toEqual([name, { contents: 'read', ...(assumes && { 'id-token': 'write' }) }]);
      for (const { with: given } of stepsOf(job, 'actions/checkout')) expect(given).toEqual({ 'persist-credentials': false });
    }
  });

  test('has no key that lives long: credentials are those of roles, whose ARNs are variables', () => {
    expect(text).not.toMatch(/secrets\.|access-key|AWS_SECRET|AKIA/i);
    const roles = jobs.flatMap(([, job]) => stepsOf(job, 'aws-actions/configure-aws-credentials')).map(({ with: given }) => given);
    expect(roles).toHaveLength(3);
    for (const given of roles) {
      expect(given).toEqual({ 'role-to-assume': expect.stringMatching(/^\$\{\{ vars[.[]/), 'aws-region': expression('vars.AWS_REGION') });
    }
  });

  test('names each action by the tag of a version', () => {
    const uses = jobs.flatMap(([, { steps }]) => steps.flatMap((step) => step.uses ?? []));
    expect(uses.length).toBeGreaterThan(10);
    for (const action of uses) expect(action).toMatch(/^(?:actions|aws-actions)\/[a-z-]+@v\d+$/);
  });

  test('deploys to prod after staging and an approval, and only what is on main', () => {
    const { staging, prod, diff } = workflow.jobs;
    expect([staging.environment, prod.environment]).toEqual([...stages]);
    expect(needsOf(prod)).toEqual(['build', 'staging']);
    expect([staging.if, prod.if]).toEqual(Array(2).fill("github.event_name == 'push'"));
    expect(diff.if).toBe("github.event_name == 'pull_request'");
    expect(text).toMatch(/push:\n {4}branches: \[main\]/);
    expect(workflow.concurrency['cancel-in-progress']).toBe(expression("github.event_name == 'pull_request'"));
  });

  test('deploys the assemblies that the first job synthesised, and synthesises nowhere else', () => {
    const { build, staging, prod } = workflow.jobs;
    expect(jobs.filter(([, job]) => cdkOf(job, 'synth').length > 0).map(([name]) => name)).toEqual(['build']);
    expect(cdkOf(build, 'synth')).toEqual(stages.map((stage) => `npx cdk synth --quiet -c stage=${stage} --output cdk.out/${stage}`));
    const [uploaded] = stepsOf(build, 'actions/upload-artifact');
    for (const [name, job] of jobs.filter(([key]) => key !== 'build')) {
      expect([name, needsOf(job)[0]]).toEqual([name, 'build']);
      expect(stepsOf(job, 'actions/download-artifact').map(({ with: given }) => given)).toEqual([
        { name: uploaded?.with?.name, path: uploaded?.with?.path },
      ]);
    }
    for (const [stage, job] of [['staging', staging] as const, ['prod', prod] as const]) {
      const [deploy = '', ...more] = cdkOf(job, 'deploy');
      expect(deploy.endsWith(` --app cdk.out/${stage}`)).toBe(true);
      expect(more).toEqual([]);
      expect(commandsOf(job).at(-1)).toBe(`npx tenantry doctor --stage ${stage}`);
    }
  });

  test('shows the diff of both stages in the summary of a pull request, without the rights to deploy, and fails with it', () => {
    const { diff } = workflow.jobs;
    expect(diff.strategy?.matrix.include.map(({ stage }) => stage)).toEqual([...stages]);
    expect(cdkOf(diff, 'diff')).toEqual([
      `npx cdk diff --all --method=template --no-color --ci --app cdk.out/${expression('matrix.stage')}`,
    ]);
    expect(commandsOf(diff)).toContain('} | tee -a "$GITHUB_STEP_SUMMARY"');
    // GitHub runs only a shell that is named with pipefail.
    expect(workflow.defaults.run.shell).toBe('bash');
  });
});
