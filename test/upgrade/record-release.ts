/**
 * `npm run record-release`: records the formats of this version in `testing/releases`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { RELEASES } from '../../testing/recorded-release.ts';

const USAGE = `Records what this version must be upgraded from: its stateful stacks, a table that its
handlers wrote, and one event of each name. The version is that of package.json.

  npm run record-release -- [options]

  --again  replaces what is recorded of this version
  --help   shows this
`;

const MAX_BYTES = 150_000;

const { values } = parseArgs({ options: { again: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } });

const record = async (): Promise<void> => {
  const folder = new URL(`${manifest.version}/`, RELEASES);
  if (existsSync(folder) && !values.again) {
    console.error(`${manifest.version} is recorded: give the next version to package.json, or --again to replace it.`);
    process.exitCode = 1;
    return;
  }
  execFileSync(process.execPath, ['tools/generate.ts', '--validators']);
  // Loaded only now: the validators did not exist before, and the CDK takes seconds.
  const [{ recordData }, { recordStacks }] = await Promise.all([import('./record.ts'), import('./record-stacks.ts')]);
  const { items, events } = await recordData();
  const files = { ...(await recordStacks()), 'items.json': items, 'events.json': events };
  const texts = Object.entries(files).map(([name, value]) => [name, `${JSON.stringify(value)}\n`] as const);
  const bytes = texts.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
  if (bytes > MAX_BYTES) throw new Error(`a release takes at most ${MAX_BYTES} bytes, and this one has ${bytes}`);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of texts) {
    writeFileSync(new URL(name, folder), text);
    console.log(`testing/releases/${manifest.version}/${name}: ${Buffer.byteLength(text)} bytes`);
  }
};

if (values.help) console.log(USAGE);
else await record();
