import { storedFaults } from '../checks/stored.ts';
import type { Violation } from '../shared/part.ts';
import { random } from '../shared/random.ts';
import { logFaults } from './answer/logged.ts';
import { readBack } from './answer/read-back.ts';
import { addedTo, itemsOf, touched } from './answer/untouched.ts';
import { type Hammered, hammer } from './hammer.ts';
import { openScene, type Scene } from './scene.ts';
import type { Arrival } from './target/receiver.ts';
import type { Target } from './target/target.ts';

interface ProveOptions {
  readonly seed: number;
  readonly ms: number;
  readonly atLeast: number;
  readonly receiver: { readonly url: string; arrivals(): readonly Arrival[] };
  say(line: string): void;
}

/** The outcome of the requests to a target, and of a look at what they left behind. */
export interface Proven extends Hammered {
  readonly target: string;
  readonly stored: number;
  readonly read: number;
  readonly logged: number;
}

/** So many faults of one kind are told. */
const MOST = 5;

/** Sends mutated requests to a target, and then looks at what they left behind. */
export const proveTarget = async (target: Target, { seed, ms, atLeast, receiver, say }: ProveOptions): Promise<Proven> => {
  const scene = await openScene(target, random(seed).fork('scene'), receiver.url);
  try {
    await target.idle();
    const before = await target.items();
    const hammered = await hammer({ url: target.url, clients: target.clients, scene, seed, ms, atLeast, say });
    await target.idle();
    const items = await target.items();
    const back = await readBack(target.url, scene.authorization.operator ?? '', items);
    await target.idle();
    const logs = target.logs();
    const promises: Readonly<Record<string, readonly string[]>> = {
      'what is stored is valid': storedFaults(items),
      'what is stored is answered as documented': back.faults,
      'nothing of another tenant is changed': touched(itemsOf(scene.other, before), itemsOf(scene.other, items)),
      'nothing is made for another tenant': addedTo(scene.other, before, items),
      'logs tell of no defect, no person and no secret': logFaults(logs, [scene.own, scene.other]),
      'no webhook goes to another tenant': strayArrivals(scene, receiver.arrivals()),
      'nothing is lost behind the API': await target.faults(),
    };
    const violations = Object.entries(promises).flatMap(([promise, faults]): readonly Violation[] =>
      faults
        .slice(0, MOST)
        .map((detail) => ({ promise, detail: `${target.name}: ${detail}`, evidence: { seed, ofItsKind: faults.length } })),
    );
    const found = { target: target.name, stored: items.length, read: back.read, logged: logs.length };
    return { ...hammered, ...found, violations: [...hammered.violations, ...violations] };
  } finally {
    scene.stop();
  }
};

const strayArrivals = ({ own, other }: Scene, arrivals: readonly Arrival[]): readonly string[] =>
  [
    [own, other],
    [other, own],
  ].flatMap(([to, of]) =>
    arrivals
      .filter(({ path, body }) => path.startsWith(`/${to?.mark}`) && body.includes(of?.mark ?? ''))
      .map(({ path, body }) => `${path} got ${body.slice(0, 1_000)}`),
  );
