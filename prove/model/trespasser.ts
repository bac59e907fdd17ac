import { codeOf } from '../history/spec.ts';
import type { Violation } from '../shared/part.ts';
import type { Random } from '../shared/random.ts';
import { type Attempt, attempt, insist, isDefinite, type Sender } from './client.ts';
import { hasKey, onWire } from './judge.ts';
import { openKnown } from './known.ts';
import { chooseForReseller, LIMITS, type ResellerInput, requestToReseller } from './reseller-input.ts';
import type { Tenant } from './tenant.ts';

interface Guess {
  readonly input: ResellerInput;
  readonly path: string;
  readonly made: Attempt;
}

/** A reseller, and who signs in as it. */
interface Trespasser {
  readonly id: string;
  readonly sender: Sender;
  readonly operator: Sender;
}

/**
 * A reseller that guesses the ids of another's organizations: whatever it asks for, it is refused
 * and told nothing. It also sends requests of the operator again under their keys, as its own: what
 * the operator was answered is not for it.
 */
export const openTrespasser = (
  { id, sender, operator }: Trespasser,
  prefix: string,
  victim: { readonly id: string; readonly organizations: () => readonly string[] },
): Tenant => {
  const done: Guess[] = [];
  /** Requests with a key of another caller. */
  const borrowed: Guess[] = [];

  const guess = async (random: Random): Promise<void> => {
    const known = openKnown();
    for (const one of victim.organizations()) known.hear(one, 1);
    const mark = `${prefix}-${done.length}`;
    const input = chooseForReseller(random, { known, mark, limits: LIMITS.roomy, deleted: [] });
    const request = requestToReseller(victim.id, input);
    done.push({ input, path: request.path, made: await attempt(sender, request, hasKey(request) ? { 'idempotency-key': mark } : {}) });
  };

  const borrow = async (random: Random, goOn: () => boolean): Promise<void> => {
    const mark = `${prefix}-own-${borrowed.length}`;
    const input: ResellerInput = { kind: 'create', name: `Own ${mark}`, mark };
    const [request, headers] = [requestToReseller(id, input), { 'idempotency-key': mark }];
    const first = await insist(operator, request, headers, { random, goOn });
    if (first.some(({ answer }) => answer?.status === 201))
      borrowed.push({ input, path: request.path, made: await attempt(sender, request, headers) });
  };

  return {
    name: 'a trespasser',
    act: (_, random, goOn) => (random.chance(0.15) ? borrow(random, goOn) : guess(random)),
    conclude: async () => undefined,
    verify: () => [
      ...faultsIn('nobody reaches another tenant', done, 403, 'foreign-tenant'),
      ...faultsIn('the answer of a key is for its caller', borrowed, 409, 'name-taken'),
    ],
    counts: () => {
      const all = [...done, ...borrowed];
      const unanswered = all.filter(({ made }) => !isDefinite(made)).length;
      return { requests: all.length, attempts: all.length, acknowledged: 0, unanswered, kinds: {} };
    },
    answers: () =>
      [...done, ...borrowed].flatMap(({ input, path, made }) => onWire(made, { what: `${input.kind} by another tenant`, path })),
    acknowledged: () => [],
  };
};

/** Each answer has to be this refusal. */
const faultsIn = (promise: string, guesses: readonly Guess[], status: number, code: string): readonly Violation[] =>
  guesses
    .filter(({ made }) => isDefinite(made) && (made.answer?.status !== status || codeOf(made.answer) !== code))
    .map(({ input, made }) => ({
      promise,
      detail: `${input.kind} was answered ${made.answer?.status} ${made.answer?.text.slice(0, 200)}`,
      evidence: { input, made },
    }));
