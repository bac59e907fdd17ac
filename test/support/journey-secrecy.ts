import type { WireAnswer, WireRequest } from './journey-http.ts';
import type { MachineRoom } from './journey-room.ts';

/** Fails when a verification phrase that a journey sent stands anywhere but in the answer to GET of one partner (contract, section 3). */
export const requirePhrasesKept = (room: MachineRoom): void => {
  const phrases = phrasesIn(room.answers.map(({ request }) => request));
  if (phrases.length === 0) return;
  const { logs, events, deliveries, accessLog, warnings, receiver, answers } = room;
  const told = answers.filter(({ request, answer }) => !mayTell(request, answer)).map(({ answer }) => answer.text);
  const bodies = receiver.arrivals.map(({ body }) => body);
  for (const [place, trace] of Object.entries({ logs, events, deliveries, accessLog, warnings, told, bodies })) {
    const text = JSON.stringify(trace);
    const leaked = phrases.filter((phrase) => text.includes(phrase));
    if (leaked.length > 0) throw new Error(`the verification phrase "${leaked[0]}" was found in ${place}`);
  }
};

const mayTell = ({ method, path }: WireRequest, { status }: WireAnswer): boolean =>
  method === 'GET' && status === 200 && /^\/v1\/partners\/\d+$/.test(path);

const phrasesIn = (requests: readonly WireRequest[]): readonly string[] => [...new Set(requests.flatMap(phrasesOf))];

const phrasesOf = ({ path, payload }: WireRequest): readonly string[] => {
  const asked = new URLSearchParams(path.split('?')[1]).get('verificationPhrase');
  const sent = typeof payload === 'string' ? /"verificationPhrase":\s*"([^"\\]+)"/.exec(payload)?.[1] : undefined;
  return [asked ?? '', sent ?? ''].filter((phrase) => phrase !== '');
};
