import { setTimeout } from 'node:timers/promises';
import { maskHeaders } from '../../local/console/mask.ts';
import type { Violation } from '../shared/part.ts';
import { random } from '../shared/random.ts';
import type { Fault } from './answer/check.ts';
import type { Draft } from './request/draft.ts';
import type { Scene } from './scene.ts';
import { type Outcome, openSender, type Trial, trialOf } from './send.ts';
import { shrink } from './shrink.ts';

interface HammerOptions {
  readonly url: string;
  readonly scene: Scene;
  readonly seed: number;
  /** So many requests are on their way at once. */
  readonly clients: number;
  /** It goes on until both are reached: the time in milliseconds, and the number of requests. */
  readonly ms: number;
  readonly atLeast: number;
  say(line: string): void;
}

/** Counts of the requests of a run, and the promises that they broke. */
export interface Hammered {
  readonly sent: number;
  readonly done: number;
  readonly refused: number;
  readonly slow: number;
  readonly violations: readonly Violation[];
}

/** The requests after which the tenant is brought back to work. */
const HEAL = 400;
/** So many requests of one kind of fault are kept. */
const KEPT = 2;

interface Broken {
  readonly number: number;
  readonly trial: Trial;
  readonly outcome: Outcome;
  readonly fault: Fault;
}

// A machine whose table takes longer than two seconds is told so by the API, which is right. Each
// client pauses then, and repeats its request, at last alone.
const [TRIES, PAUSE_MS] = [4, 1_000];
const isOverload = ({ answer: { status, body } }: Outcome): boolean =>
  status === 503 && (body.code === 'contention' || body.code === 'dependency-unavailable');

/** Sends mutated requests from several clients at once, and shrinks those that break a promise. */
export const hammer = async ({ url, scene, seed, clients, ms, atLeast, say }: HammerOptions): Promise<Hammered> => {
  const sender = openSender(url, scene, random(seed).fork('pools'));
  const broken: Broken[] = [];
  const kinds = new Map<string, number>();
  const counts = { sent: 0, done: 0, refused: 0, slow: 0 };
  const until = performance.now() + ms;
  let [number, nextWord] = [0, 10_000];

  const record = (at: number, trial: Trial, outcome: Outcome): void => {
    const { status } = outcome.answer;
    counts.sent += 1;
    if (status >= 200 && status < 300) counts.done += 1;
    if (status >= 400 && status < 500) counts.refused += 1;
    for (const fault of outcome.faults) {
      const kind = `${fault.promise} ${trial.operationId} ${status}`;
      const before = kinds.get(kind) ?? 0;
      kinds.set(kind, before + 1);
      if (before < KEPT || isOverload(outcome)) broken.push({ number: at, trial, outcome, fault });
    }
  };
  const sendPatiently = async (draft: Draft): Promise<Outcome> => {
    for (let tries = 1; ; tries += 1) {
      const outcome = await sender.send(draft);
      if (!isOverload(outcome) || tries === TRIES) return outcome;
      counts.slow += 1;
      await setTimeout(PAUSE_MS * tries);
    }
  };
  const client = async (): Promise<void> => {
    while (performance.now() < until || number < atLeast) {
      const at = number;
      number += 1;
      if (at % HEAL === HEAL - 1) await scene.heal();
      const trial = trialOf(seed, at, scene);
      record(at, trial, await sendPatiently(trial.draft(trial.steps)));
      if (counts.sent === nextWord) {
        say(`${counts.sent} requests, ${broken.length} suspicious`);
        nextWord += 10_000;
      }
    }
  };

  try {
    await Promise.all(Array.from({ length: clients }, client));
    const violations: Violation[] = [];
    for (const one of broken) {
      const found = await shrink(one.trial, one.outcome, one.fault, sender);
      if (isOverload(one.outcome) && !found.isRepeatable) counts.slow += 1;
      else violations.push(violationOf(seed, one, found, kinds));
    }
    return { ...counts, violations };
  } finally {
    sender.stop();
  }
};

const violationOf = (
  seed: number,
  { number, trial, fault }: Broken,
  { steps, outcome, isRepeatable }: Awaited<ReturnType<typeof shrink>>,
  kinds: ReadonlyMap<string, number>,
): Violation => {
  const { request, answer, draft } = outcome;
  const chunks = [request.payload ?? []].flat() as (string | Uint8Array)[];
  const payload = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk as string)));
  const detail = outcome.faults.find(({ promise }) => promise === fault.promise)?.detail ?? fault.detail;
  return {
    promise: fault.promise,
    detail: `${request.method} ${request.path.slice(0, 200)} by ${draft.caller}, after ${steps.map(({ mutation }) => mutation).join(', ') || 'no change'}: ${detail}`,
    evidence: {
      seed,
      number,
      operation: trial.operationId,
      caller: draft.caller,
      ofItsKind: Object.fromEntries([...kinds].filter(([kind]) => kind.startsWith(fault.promise))),
      isRepeatable,
      steps,
      method: request.method,
      path: request.path,
      headers: maskHeaders(request.headers ?? {}),
      bodyText: payload.toString().slice(0, 20_000),
      bodyBase64: payload.subarray(0, 20_000).toString('base64'),
      answer: { status: answer.status, headers: answer.headers, text: answer.text.slice(0, 5_000) },
    },
  };
};
