import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { accepted } from './audit/accepted.ts';
import { type AuditAnswer, advisoriesIn, isReport, verdictOn } from './audit/advisories.ts';

const usage = `Asks the registry for known vulnerabilities of what package-lock.json pins (npm audit).

  node scripts/audit.ts [options]

  --required   fails when the registry does not answer audits, instead of saying so
  --help       prints this text

One of the severity high or critical fails, unless scripts/audit/accepted.ts accepts it, with a reason and a date at which it does no more.
`;

const { required = false, help } = parseArgs({ options: { required: { type: 'boolean' }, help: { type: 'boolean' } } }).values;

const ask = (): AuditAnswer => {
  const { stdout } = spawnSync('npm audit --json --package-lock-only --fetch-retries=0 --fetch-timeout=30000', {
    ...{ shell: true, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  });
  try {
    return JSON.parse(stdout) as AuditAnswer;
  } catch {
    return { message: 'npm answered nothing' };
  }
};

const audit = (): boolean => {
  const answer = ask();
  if (!isReport(answer)) {
    // Its message names the address of the registry, which may be nobody else's business.
    console.log(`The registry does not answer audits (${answer.statusCode ?? 'no answer'}): known vulnerabilities were not looked for.`);
    return !required;
  }
  const { failing, passed, stale } = verdictOn(advisoriesIn(answer), accepted, new Date().toISOString().slice(0, 10));
  for (const { id, severity, packages, title } of [...failing, ...passed])
    console.log(`${severity}  ${packages.join(', ')}: ${title} (${id})`);
  for (const { id, until } of stale)
    console.error(`scripts/audit/accepted.ts: ${id} is accepted until ${until}, which is over, or is not found any more`);
  console.log(`${failing.length + passed.length} known vulnerabilities, ${failing.length} of them to be mended`);
  return failing.length === 0 && stale.length === 0;
};

if (help) console.log(usage);
else process.exitCode = audit() ? 0 : 1;
