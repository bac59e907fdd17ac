import { hash } from 'node:crypto';
import type { Entry, Spec } from './spec.ts';

/** The outcome of a check. */
export type Verdict<Input> =
  | { readonly kind: 'linearizable' }
  /** It was given up after too many steps. */
  | { readonly kind: 'undecided' }
  | {
      readonly kind: 'broken';
      /** The longest order that explains a part of the history. */
      readonly explained: readonly Entry<Input>[];
      /** The requests that cannot come next, and why. */
      readonly stuck: readonly { readonly entry: Entry<Input>; readonly why: string }[];
    };

const MOST_STEPS = 2_000_000;
/** The milliseconds after which a history is small enough. */
const SHRINK_MS = 10_000;

/** A call or a return in a doubly linked list, in the order of time. */
interface Node<Input> {
  readonly entry: Entry<Input>;
  readonly bit: bigint;
  /** The return of a call; absent in a return. */
  readonly match: Node<Input> | undefined;
  previous: Node<Input> | undefined;
  next: Node<Input> | undefined;
}

/**
 * Decides whether a history of concurrent requests has an order in which each takes effect at one
 * moment between its beginning and its answer and a sequential specification allows each answer.
 * Requests without an answer may have taken effect at any time after they began, or never.
 *
 * The algorithm is that of Wing and Gong with Lowe's list and memory of configurations ("Testing
 * for linearizability", 2017), which Porcupine has, too: exponential in how many requests are under
 * way at once, linear in the length of the history.
 */
export const linearize = <State, Input>(
  spec: Spec<State, Input>,
  initial: State,
  entries: readonly Entry<Input>[],
  mostSteps = MOST_STEPS,
): Verdict<Input> => {
  const objects = [...Map.groupBy(entries, (entry) => spec.objectOf?.(entry)).values()];
  const verdicts = objects.map((part) => linearizeOne(spec, initial, part, mostSteps));
  const worst = (kind: Verdict<Input>['kind']) => verdicts.find((verdict) => verdict.kind === kind);
  return worst('broken') ?? worst('undecided') ?? { kind: 'linearizable' };
};

const linearizeOne = <State, Input>(
  spec: Spec<State, Input>,
  initial: State,
  entries: readonly Entry<Input>[],
  mostSteps: number,
): Verdict<Input> => {
  const head = listOf(entries);
  const wanted = entries.filter(isEnded).length;
  const seen = new Set<string>();
  const order: { readonly node: Node<Input>; readonly before: State }[] = [];
  let [state, done, answered, steps]: [State, bigint, number, number] = [initial, 0n, 0, 0];
  let longest: { readonly length: number; readonly verdict: Verdict<Input> } | undefined;
  let node = head.next;

  while (answered < wanted) {
    steps += 1;
    if (steps > mostSteps) return { kind: 'undecided' };
    if (node?.match) {
      const { entry, bit } = node;
      const next = spec.step(state, entry.input, entry.answer);
      // Millions of whole states would not fit in memory.
      const key = 'state' in next ? hash('sha1', `${(done | bit).toString(36)} ${spec.keyOf(next.state)}`, 'base64') : '';
      if ('state' in next && !seen.has(key)) {
        seen.add(key);
        order.push({ node, before: state });
        [state, done] = [next.state, done | bit];
        if (isEnded(entry)) answered += 1;
        lift(node);
        node = head.next;
      } else node = node.next;
      continue;
    }
    // What returns here, or the end of those that never do, had to be explained by now.
    if (longest === undefined || order.length > longest.length)
      longest = { length: order.length, verdict: explain(spec, state, order, head) };
    const last = order.pop();
    if (!last) return longest.verdict;
    state = last.before;
    done &= ~last.node.bit;
    if (isEnded(last.node.entry)) answered -= 1;
    unlift(last.node);
    node = last.node.next;
  }
  return { kind: 'linearizable' };
};

const isEnded = ({ to }: Pick<Entry<unknown>, 'to'>): boolean => to !== undefined;

const listOf = <Input>(entries: readonly Entry<Input>[]): Node<Input> => {
  const nodes = entries.flatMap((entry, index): readonly (readonly [number, Node<Input>])[] => {
    const shared = { entry, bit: 1n << BigInt(index), previous: undefined, next: undefined };
    const end: Node<Input> = { ...shared, match: undefined };
    return [
      [entry.from, { ...shared, match: end }],
      [entry.to ?? Number.POSITIVE_INFINITY, end],
    ];
  });
  const sorted = nodes.toSorted(([one, a], [other, b]) =>
    one === other ? Number(b.match !== undefined) - Number(a.match !== undefined) : one - other,
  );
  const head: Node<Input> = {
    entry: sorted[0]?.[1].entry as Entry<Input>,
    bit: 0n,
    match: undefined,
    previous: undefined,
    next: undefined,
  };
  let before = head;
  for (const [, node] of sorted) {
    before.next = node;
    node.previous = before;
    before = node;
  }
  return head;
};

/** Takes a call and its return out of the list. */
const lift = <Input>(node: Node<Input>): void => {
  for (const one of [node, node.match]) {
    if (one?.previous) one.previous.next = one.next;
    if (one?.next) one.next.previous = one.previous;
  }
};

/** Puts them back where they were. */
const unlift = <Input>(node: Node<Input>): void => {
  for (const one of [node.match, node]) {
    if (one?.previous) one.previous.next = one;
    if (one?.next) one.next.previous = one;
  }
};

const explain = <State, Input>(
  spec: Spec<State, Input>,
  state: State,
  order: readonly { readonly node: Node<Input> }[],
  head: Node<Input>,
): Verdict<Input> => {
  const stuck: { entry: Entry<Input>; why: string }[] = [];
  for (let node = head.next; node?.match; node = node.next) {
    const next = spec.step(state, node.entry.input, node.entry.answer);
    stuck.push({ entry: node.entry, why: 'refused' in next ? next.refused : 'leads to nothing' });
  }
  return { kind: 'broken', explained: order.map(({ node }) => node.entry), stuck };
};

/**
 * Returns a small part of a broken history that is broken in the same way: the same requests are
 * refused in the same words. It ends where this first is so, and without any other of its requests
 * it would not be so, as far as there was time to try.
 */
export const shrink = <State, Input>(
  spec: Spec<State, Input>,
  initial: State,
  entries: readonly Entry<Input>[],
): readonly Entry<Input>[] => {
  const reasonsOf = (part: readonly Entry<Input>[], mostSteps: number): string => {
    const verdict = linearize(spec, initial, part, mostSteps);
    return verdict.kind === 'broken' ? JSON.stringify(verdict.stuck.map(({ entry, why }) => `${entry.id} ${why}`).toSorted()) : '';
  };
  const until = performance.now() + SHRINK_MS;
  const reasons = reasonsOf(entries, MOST_STEPS);
  const isBroken = (part: readonly Entry<Input>[]): boolean => reasonsOf(part, 200_000) === reasons;
  const endOf = ({ to }: Entry<Input>): number => to ?? Number.POSITIVE_INFINITY;
  const byEnd = entries.toSorted((one, other) => endOf(one) - endOf(other));
  // What begins after the last answer of a prefix is no part of it, and what ends after it may not
  // have been done by then.
  const prefix = (length: number): readonly Entry<Input>[] => {
    const end = Math.max(...byEnd.slice(0, length).map(endOf));
    return entries
      .filter((entry) => entry.from < end || endOf(entry) <= end)
      .map((entry) => (endOf(entry) <= end ? entry : { ...entry, to: undefined }));
  };
  let [fine, broken] = [0, byEnd.length];
  while (broken - fine > 1) {
    const middle = Math.floor((fine + broken) / 2);
    if (isBroken(prefix(middle))) broken = middle;
    else fine = middle;
  }
  let kept = isBroken(prefix(broken)) ? prefix(broken) : entries;
  // From the end: what depends on a request goes before it.
  for (const { id } of kept.toReversed()) {
    if (performance.now() > until) break;
    const without = kept.filter((entry) => entry.id !== id);
    if (isBroken(without)) kept = without;
  }
  return kept;
};
