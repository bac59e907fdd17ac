import { spawnSync } from 'node:child_process';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { ACCEPTED } from './audit/accepted.ts';
import { type AuditAnswer, isReport, judge, listAdvisories } from './audit/advisories.ts';

const usage = `Asks the registry for known vulnerabilities of what package-lock.json pins (npm audit).

  node tools/audit.ts [options]

  --required             fails when the registry does not answer audits, instead of saying so
  --unanswered <status>  exits with this status then, of 0 to 255 (default: 0; with --required 1)
  --help                 prints this text

A vulnerability of the severity high or critical fails, unless tools/audit/accepted.ts accepts it,
with a reason and an end date.
`;

const options = { required: { type: 'boolean', default: false }, unanswered: { type: 'string' }, help: { type: 'boolean' } } as const;
const { required, unanswered = required ? '1' : '0', help } = parseOnce({ options }).values;

const runNpmAudit = (): AuditAnswer => {
  const { stdout } = spawnSync('npm audit --json --package-lock-only --fetch-retries=0 --fetch-timeout=30000', {
    ...{ shell: true, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  });
  try {
    return JSON.parse(stdout) as AuditAnswer;
  } catch {
    return { message: 'npm answered nothing' };
  }
};

/** Prints what is known, and returns the exit status. */
const audit = (): number => {
  const answer = runNpmAudit();
  if (!isReport(answer)) {
    // Its message names the address of the registry, which may be nobody else's business.
    const words = `The registry does not answer audits (${answer.statusCode ?? 'no answer'}): known vulnerabilities were not looked for.`;
    console.log(words);
    // GitHub shows an annotation beside the result of a workflow, whose log nobody reads when it
    // passes (docs, "Workflow commands").
    if (process.env.GITHUB_ACTIONS === 'true') console.log(`::warning title=npm audit::${words}`);
    return Number(unanswered);
  }
  const { failing, passed, stale } = judge(listAdvisories(answer), ACCEPTED, new Date().toISOString().slice(0, 10));
  for (const { id, severity, packages, title } of [...failing, ...passed])
    console.log(`${severity}  ${packages.join(', ')}: ${title} (${id})`);
  for (const { id, until } of stale)
    console.error(`tools/audit/accepted.ts: ${id} is accepted until ${until}, which is over, or is no longer found`);
  console.log(`${failing.length + passed.length} known vulnerabilities, ${failing.length} of them to be fixed`);
  return failing.length === 0 && stale.length === 0 ? 0 : 1;
};

if (help) console.log(usage);
else if (!/^\d{1,3}$/.test(unanswered) || Number(unanswered) > 255) {
  console.error(`--unanswered must be a status of 0 to 255, not ${unanswered}`);
  process.exitCode = 2;
} else process.exitCode = audit();
