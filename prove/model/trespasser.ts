import { codeOf } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import { type Attempt, attempt, isDefinite, type Sender } from './client.ts';
import { openKnown } from './known.ts';
import { chooseForReseller, type ResellerInput, requestToReseller } from './reseller-input.ts';
import type { Tenant } from './tenant.ts';

/**
 * A reseller that guesses the ids of another's organizations: whatever it asks for, it is refused
 * and told nothing. `sender` signs in as that reseller.
 */
export const openTrespasser = (
  sender: Sender,
  prefix: string,
  victim: { readonly id: string; readonly organizations: () => readonly string[] },
): Tenant => {
  const done: { readonly input: ResellerInput; readonly made: Attempt }[] = [];
  const ask = async (random: Random): Promise<void> => {
    const known = openKnown();
    for (const id of victim.organizations()) known.hear(id, 1);
    const input = chooseForReseller(random, known, `${prefix}-${done.length}`);
    done.push({ input, made: await attempt(sender, requestToReseller(victim.id, input), {}) });
  };
  return {
    name: 'a trespasser',
    act: (_, random) => ask(random),
    conclude: async () => undefined,
    verify: () =>
      done
        .filter(({ made }) => isDefinite(made) && (made.answer?.status !== 403 || codeOf(made.answer) !== 'foreign-tenant'))
        .map(({ input, made }) => ({
          promise: 'nobody reaches another tenant',
          detail: `${input.kind} was answered ${made.answer?.status} ${made.answer?.text.slice(0, 200)}`,
          evidence: { input, made },
        })),
    counts: () => ({
      requests: done.length,
      attempts: done.length,
      acknowledged: 0,
      unanswered: done.filter(({ made }) => !isDefinite(made)).length,
      undecided: 0,
    }),
    answers: () => [],
    acknowledged: () => [],
  };
};
