import { CONTRACTS } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { type WireAnswer, wire } from '../../testing/wire.ts';
import { type Random, random } from '../shared/random.ts';
import { answerChecks, type Exchange, type Fault } from './answer/check.ts';
import { type Draft, requestOf } from './request/draft.ts';
import { chooseSteps, mutate, type Step } from './request/mutate.ts';
import { learn } from './request/pools.ts';
import { validDraft } from './request/valid.ts';
import type { Scene } from './scene.ts';

/** A request of a run by its number: its seed and number make it, as far as the ids allow. */
export interface Trial {
  readonly operationId: string;
  readonly steps: readonly Step[];
  /** Makes the request with these steps. */
  draft(steps: readonly Step[]): Draft;
}

// Those of the system answer everybody the same, at length; those of credentials hash a secret,
// which takes as long as fifty others.
const isRarer = ({ tag }: Contract): boolean => tag === 'System' || tag === 'Credentials';
const RARER = 0.2;

const chooseOperation = (chosen: Random): Contract => {
  const contract = chosen.pick(CONTRACTS);
  return isRarer(contract) && !chosen.chance(RARER) ? chooseOperation(chosen) : contract;
};

/** Makes the request of a number. */
export const trialOf = (seed: number, number: number, scene: Scene): Trial => {
  const own = random(seed).fork(`request ${number}`);
  const contract = chooseOperation(own.fork('operation'));
  const valid = validDraft(contract, scene, own.fork('valid'));
  return {
    operationId: contract.operationId,
    steps: chooseSteps(own.fork('steps')),
    draft: (steps) => mutate(valid, steps, scene, own.fork('mutations')),
  };
};

/** The answer to a trial, and its faults. */
export type Outcome = Exchange & { readonly faults: readonly Fault[] };

/** Sends drafts over kept connections, and holds their answers to the checks. */
export const openSender = (url: string, scene: Scene, chosen: Random) => {
  const connection = wire(url);
  const check = answerChecks(scene);
  return {
    async send(draft: Draft): Promise<Outcome> {
      const request = requestOf(draft);
      const began = performance.now();
      const answer = await connection.send(request).catch(unanswered);
      const exchange = { draft, request, answer, ms: performance.now() - began };
      const { operationId, caller } = draft;
      learn(scene.own.pools, { ...answer, operationId, caller, path: request.path }, chosen);
      const faults = answer.status === 0 ? [{ promise: 'every request is answered with JSON', detail: answer.text }] : check(exchange);
      return { ...exchange, faults };
    },
    stop: connection.stop,
  };
};

export type Sender = ReturnType<typeof openSender>;

const unanswered = (error: Error): WireAnswer => ({ status: 0, headers: {}, text: String(error), json: {}, body: {}, items: [] });
