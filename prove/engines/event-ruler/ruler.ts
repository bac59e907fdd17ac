import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { FOLDER, isPinned, JARS } from './jars.ts';

/** A pattern and an event, as texts. */
export interface Pair {
  readonly pattern: string;
  readonly event: string;
}

/** Whether an event matches a pattern, or one of the two is refused. */
export type Answer = 'match' | 'other' | 'refused';

/** The answers of event-ruler to a pair. */
export interface RulerAnswers {
  /** That of a machine with the one rule, as EventBridge uses it. */
  readonly machine: Answer;
  /** That of `Ruler.matchesRule`, which compares without a machine. */
  readonly ruler: Answer;
}

const ANSWERS = join(import.meta.dirname, 'Answers.java');
// A program that runs for a few seconds does not pay back the compiler's own optimisation.
const BRIEF = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xss4m'];

/** Returns what is missing on this machine to ask event-ruler, if something is. */
export const missingForRuler = (): string | undefined => {
  const { stdout, stderr } = spawnSync('javac', ['-version'], { encoding: 'utf8' });
  const [, version] = /javac (\d+)/.exec(`${stdout ?? ''}${stderr ?? ''}`) ?? [];
  if (!(Number(version) >= 17)) return 'javac of version 17 or later';
  return JARS.every((jar) => isPinned(FOLDER, jar)) ? undefined : 'event-ruler (node prove/engines/event-ruler/install.ts)';
};

/** Returns the answers of event-ruler, in the order of the pairs. */
export const askRuler = (pairs: readonly Pair[]): readonly RulerAnswers[] => {
  const path = JARS.map(({ file }) => join(FOLDER, file)).join(delimiter);
  const options = { input: JSON.stringify(pairs), encoding: 'utf8', maxBuffer: 1 << 26 } as const;
  const { status, stdout, stderr } = spawnSync('java', [...BRIEF, '-cp', path, ANSWERS], options);
  if (status !== 0) throw new Error(`event-ruler ended with ${status}: ${stderr}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [machine, ruler] = line.split(' ') as [Answer, Answer];
      return { machine, ruler };
    });
};
