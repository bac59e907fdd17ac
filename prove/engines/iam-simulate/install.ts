/**
 * Installs a second implementation of IAM's decisions, by version and hash, apart from the packages
 * of the project: its licence is AGPL-3.0, and nothing that is shipped or depended on has it. Exits
 * with 75 (`EX_TEMPFAIL`) and the reason where npm cannot get it.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER } from './simulate.ts';

const CHECKED_NOTHING = 75;

mkdirSync(FOLDER, { recursive: true });
for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(import.meta.dirname, file), join(FOLDER, file));
const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--workspaces=false'], {
  cwd: FOLDER,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (status === 0) console.log(FOLDER);
else {
  console.error(`npm could not install iam-simulate:\n${stderr}`);
  process.exitCode = CHECKED_NOTHING;
}
