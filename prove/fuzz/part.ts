import { join } from 'node:path';
import type { Part, PartOptions, PartResult } from '../shared/part.ts';
import { proveDocument } from './prove-document.ts';
import { type Proven, proveTarget } from './prove-target.ts';
import type { Tried } from './schemathesis/run.ts';
import { openReceiver } from './target/receiver.ts';
import { openRuntime } from './target/runtime.ts';
import { openSource } from './target/source.ts';
import type { Target } from './target/target.ts';

/**
 * The time that is too short for the whole runtime, each of whose functions starts once, and for
 * schemathesis; in seconds.
 */
const SHORT = 30;
/** From this time on, in seconds, at least so many requests are sent. */
const LONG = { seconds: 600, requests: 100_000 };

/** The part of the time that goes to each. */
const SHARES = { runtime: 0.25, schemathesis: 0.2, source: 0.55 };

const using = async <T>(open: Promise<Target>, use: (target: Target) => Promise<T>): Promise<T> => {
  const target = await open;
  try {
    return await use(target);
  } finally {
    await target.stop();
  }
};

const run = async ({ seed, seconds, folder, say }: PartOptions): Promise<PartResult> => {
  const receiver = await openReceiver();
  const mutated = (share: number, atLeast: number) => (target: Target) =>
    proveTarget(target, { seed, ms: seconds * share * 1000, atLeast, receiver, say: (line) => say(`${target.name}: ${line}`) });
  try {
    if (seconds < SHORT) return resultOf([await using(openSource(join(folder, 'source')), mutated(1, 0))]);
    const runtime = await using(
      openRuntime({ folder: join(folder, 'runtime'), seed, receiverUrl: receiver.url }),
      mutated(SHARES.runtime, 0),
    );
    const tried = await using(openSource(join(folder, 'schemathesis')), (target) =>
      proveDocument(target, { seed, seconds: seconds * SHARES.schemathesis, folder: join(folder, 'schemathesis') }),
    );
    const atLeast = seconds >= LONG.seconds ? LONG.requests - runtime.sent : 0;
    const source = await using(openSource(join(folder, 'source')), mutated(SHARES.source, atLeast));
    return resultOf([runtime, source], tried);
  } finally {
    await receiver.stop();
  }
};

const resultOf = (proven: readonly Proven[], tried?: Tried): PartResult => {
  const total = (name: 'sent' | 'done' | 'refused' | 'slow' | 'stored' | 'read' | 'logged'): number =>
    proven.reduce((sum, one) => sum + one[name], 0);
  return {
    figures: {
      requests: total('sent'),
      ...Object.fromEntries(proven.map(({ target, sent }) => [`requests, ${target}`, sent])),
      'answers 2xx': total('done'),
      'answers 4xx': total('refused'),
      'answers 503 under load, done when repeated': total('slow'),
      'items stored': total('stored'),
      'answers read back': total('read'),
      'lines of logs': total('logged'),
      ...figuresOf(tried),
    },
    violations: [...proven.flatMap(({ violations }) => violations), ...(tried && 'violations' in tried ? tried.violations : [])],
  };
};

const figuresOf = (tried: Tried | undefined): PartResult['figures'] => {
  if (!tried) return { 'cases of schemathesis': 'not run: too short a time' };
  if ('notRun' in tried) return { 'cases of schemathesis': `not run: ${tried.notRun}` };
  return { 'cases of schemathesis': tried.cases, 'operations that schemathesis tried': tried.operations };
};

/** Mutated requests, and those that a tool makes from the OpenAPI document. */
export const fuzzPart: Part = {
  name: 'fuzz',
  about: 'random requests of one tenant: no 5xx, nothing invalid stored, no byte of another tenant',
  share: { gate: 8, usual: 80, long: 700 },
  run,
};
