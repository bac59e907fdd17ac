import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseOnce } from '../cli/shared/parse-once.ts';
import packageJson from '../package.json' with { type: 'json' };
import { type CycloneDx, makeReproducible, withoutDevelopment } from './sbom/bill.ts';

const usage = `Prints the software bill of materials (CycloneDX 1.5, JSON) of what package-lock.json pins.

  npm run -s sbom -- [options]

  --output <file>   writes it to this file instead
  --dev             includes development packages
  --help            prints this text

It is the same on every machine and in every folder for one lock file and one version of npm. It has a
time only if SOURCE_DATE_EPOCH is set.
`;

const OPTIONS = { output: { type: 'string' }, dev: { type: 'boolean' }, help: { type: 'boolean' } } as const;

/** Reads npm's own bill of materials, from the lock file alone. */
const readNpmBill = (): CycloneDx => {
  const command = 'npm sbom --sbom-format=cyclonedx --sbom-type=application --package-lock-only --include=dev';
  const { status, stdout, stderr } = spawnSync(command, { shell: true, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`npm made no bill of materials.\n${stderr.trim()}`);
  return JSON.parse(stdout) as CycloneDx;
};

try {
  const { output, dev = false, help } = parseOnce({ options: OPTIONS }).values;
  if (help) console.log(usage);
  else {
    const made = dev ? readNpmBill() : withoutDevelopment(readNpmBill());
    const text = `${JSON.stringify(makeReproducible(made, packageJson.name, process.env.SOURCE_DATE_EPOCH), null, 2)}\n`;
    if (output === undefined) process.stdout.write(text);
    else writeFileSync(output, text);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
