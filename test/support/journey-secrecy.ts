import type { WireAnswer, WireRequest } from '../../testing/wire.ts';
import type { RunningSystem } from './journey-runtime.ts';

/**
 * Fails when a verification phrase that a journey sent stands anywhere but in the answer to GET of
 * one partner (contract, section 3).
 */
export const requirePhrasesKept = (system: RunningSystem): void => {
  const phrases = new Set(system.answers.flatMap(({ request }) => phrasesOf(request)));
  requireKept(system, 'verification phrase', phrases, mayTell);
};

/**
 * Fails when the token of a webhook endpoint that a journey sent stands anywhere but in the header
 * of the webhooks to it (contract, section 5).
 */
export const requireTokensKept = (system: RunningSystem): void => {
  const tokens = new Set(system.answers.flatMap(({ request }) => tokensOf(request)));
  requireKept(system, 'token of a webhook endpoint', tokens, () => false);
};

type MayTell = (request: WireRequest, answer: WireAnswer) => boolean;

const requireKept = (system: RunningSystem, what: string, secrets: ReadonlySet<string>, mayTell: MayTell): void => {
  if (secrets.size === 0) return;
  const { logs, events, deliveries, accessLog, warnings, receiver, answers } = system;
  const told = answers.filter(({ request, answer }) => !mayTell(request, answer)).map(({ answer }) => answer.text);
  const bodies = receiver.arrivals.map(({ body }) => body);
  for (const [place, trace] of Object.entries({ logs, events, deliveries, accessLog, warnings, told, bodies })) {
    const text = JSON.stringify(trace);
    const leaked = [...secrets].filter((secret) => text.includes(secret));
    if (leaked.length > 0) throw new Error(`the ${what} "${leaked[0]}" was found in ${place}`);
  }
};

const mayTell: MayTell = ({ method, path }, { status }) => method === 'GET' && status === 200 && /^\/v1\/partners\/\d+$/.test(path);

const phrasesOf = ({ path, payload }: WireRequest): readonly string[] => {
  const asked = new URLSearchParams(path.split('?')[1]).get('verificationPhrase');
  const sent = typeof payload === 'string' ? /"verificationPhrase":\s*"([^"\\]+)"/.exec(payload)?.[1] : undefined;
  return [asked ?? '', sent ?? ''].filter((phrase) => phrase !== '');
};

const tokensOf = ({ path, payload }: WireRequest): readonly string[] => {
  const sent = path.startsWith('/v3/webhooks') && typeof payload === 'string' ? /"token":\s*"([^"\\]+)"/.exec(payload)?.[1] : undefined;
  return sent === undefined ? [] : [sent];
};
