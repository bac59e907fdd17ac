import { hash } from 'node:crypto';
import type { Entry, Spec } from './spec.ts';

/** The outcome of a check. */
export type Verdict<Input> =
  | { readonly kind: 'linearizable' }
  /** It was given up after too many steps. */
  | { readonly kind: 'undecided'; readonly history: readonly Entry<Input>[] }
  | {
      readonly kind: 'broken';
      /** All requests to the object whose history is broken. */
      readonly history: readonly Entry<Input>[];
      /** The longest order that explains a part of the history. */
      readonly explained: readonly Entry<Input>[];
      /** The requests that cannot come next, and why. */
      readonly stuck: readonly { readonly entry: Entry<Input>; readonly why: string }[];
    };

const MOST_STEPS = 2_000_000;

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
  let undecided: Verdict<Input> | undefined;
  for (const history of Map.groupBy(entries, (entry) => spec.objectOf?.(entry)).values()) {
    const verdict = linearizeOne(spec, initial, history, mostSteps);
    if (verdict.kind === 'broken') return verdict;
    if (verdict.kind === 'undecided') undecided ??= verdict;
  }
  return undecided ?? { kind: 'linearizable' };
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
    if (steps > mostSteps) return { kind: 'undecided', history: entries };
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
      longest = { length: order.length, verdict: { kind: 'broken', history: entries, ...explain(spec, state, order, head) } };
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
): Pick<Verdict<Input> & { readonly kind: 'broken' }, 'explained' | 'stuck'> => {
  const stuck: { entry: Entry<Input>; why: string }[] = [];
  for (let node = head.next; node?.match; node = node.next) {
    const next = spec.step(state, node.entry.input, node.entry.answer);
    stuck.push({ entry: node.entry, why: 'refused' in next ? next.refused : 'leads to nothing' });
  }
  return { explained: order.map(({ node }) => node.entry), stuck };
};
