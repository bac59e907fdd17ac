/**
 * Installs event-ruler, EventBridge's own engine, by version and hash, with the Maven of this
 * machine and its settings. The plugin of Maven that copies the jars, and what it needs itself, run
 * before anything is compared: they are pinned by the plugin's version only, and Maven trusts the
 * repository of its settings for them. Exits with 75 (`EX_TEMPFAIL`) and the reason where there is
 * no Maven, or the jars cannot be had.
 */
import { spawnSync } from 'node:child_process';
import { FOLDER, isPinned, JARS } from './jars.ts';

const CHECKED_NOTHING = 75;
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

const stop = (status: number, reason: string): never => {
  console.error(reason);
  process.exit(status);
};

const copy = (coordinate: string): void => {
  const target = [`-DoutputDirectory=${FOLDER}`, `-Dartifact=${coordinate}`, '-Dmdep.overWriteReleases=true'];
  const { error, status, stdout } = spawnSync('mvn', ['-B', '-q', COPY, ...target], { encoding: 'utf8' });
  if (error) stop(CHECKED_NOTHING, 'There is no Maven (mvn): event-ruler was not installed.');
  if (status !== 0) stop(CHECKED_NOTHING, `Maven could not get ${coordinate}:\n${stdout.trim().split('\n').slice(0, 3).join('\n')}`);
};

for (const jar of JARS) {
  if (isPinned(FOLDER, jar)) continue;
  copy(jar.coordinate);
  if (!isPinned(FOLDER, jar)) stop(1, `${jar.file} does not have the SHA-256 that is pinned: ${jar.sha256}`);
}
console.log(FOLDER);
