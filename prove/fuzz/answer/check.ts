import { requireConformance } from '../../../testing/conformance.ts';
import type { WireAnswer, WireRequest } from '../../../testing/wire.ts';
import { mostMsOf } from '../../checks/most-ms.ts';
import type { Draft } from '../request/draft.ts';
import type { Scene } from '../scene.ts';
import { findingsOf } from './findings.ts';

/** A promise that an answer breaks. */
export interface Fault {
  readonly promise: string;
  readonly detail: string;
}

/** A request, its answer and how long that took. */
export interface Exchange {
  readonly draft: Draft;
  readonly request: WireRequest;
  readonly answer: WireAnswer;
  readonly ms: number;
}

// The stacks of Node, and the places of our files.
const STACK = /\n\s+at |node_modules|file:\/\/|\.(?:ts|js|mjs):\d+/;
/** The beginning of every token of an endpoint that is sent. */
const TOKEN = /token-of-/;

/** Creates the checks that every answer is held to. */
export const answerChecks = (scene: Scene) => {
  const findForeign = findingsOf(scene.other);
  return ({ draft, request, answer, ms }: Exchange): readonly Fault[] => {
    const faults: Fault[] = [];
    const broken = (promise: string, detail: string) => faults.push({ promise, detail });
    if (answer.status >= 500) broken('no answer is a 5xx', `${answer.status} ${String(answer.body.code ?? answer.text.slice(0, 200))}`);
    const fault = conformanceFault(request, answer);
    if (fault !== undefined) broken('every answer is as documented', fault);
    if (draft.caller !== 'operator') {
      for (const found of findForeign(request, answer)) broken('no byte of another tenant is in an answer', found);
    }
    if (draft.operationId !== 'getOpenApi' && STACK.test(answer.text)) broken('no answer has a stack', answer.text.slice(0, 500));
    if (TOKEN.test(answer.text) && !TOKEN.test(request.path)) broken('no answer has the token of an endpoint', answer.text.slice(0, 500));
    if (answer.headers['x-injected'] !== undefined) broken('no value of a request becomes a header', JSON.stringify(answer.headers));
    const most = mostMsOf(request.path);
    if (ms > most) broken('every answer comes in the time of its function', `${Math.round(ms)} ms of ${most}`);
    return faults;
  };
};

const conformanceFault = (request: WireRequest, answer: WireAnswer): string | undefined => {
  try {
    requireConformance(request, answer);
    return undefined;
  } catch (error) {
    return (error as Error).message.slice(0, 1_000);
  }
};
