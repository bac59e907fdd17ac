import { objectOf, type Request } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import { insist, type Sender } from './client.ts';
import { PERSON } from './person.ts';

const MOST_MS = 60_000;

/**
 * Creates an entity under a key, asking again until it is there, and returns it.
 * @throws {Error} when it is refused, or not there within a minute
 */
export const make = async (sender: Sender, random: Random, request: Request, key: string): Promise<Readonly<Record<string, unknown>>> => {
  const enough = Date.now() + MOST_MS;
  const attempts = await insist(sender, request, { 'idempotency-key': key }, { random, goOn: () => Date.now() < enough });
  const answer = attempts.at(-1)?.answer;
  if (answer?.status !== 201) throw new Error(`POST ${request.path} made nothing: ${answer?.status} ${answer?.text ?? 'no answer'}`);
  return objectOf(answer);
};

/** Creates a partner without a parent, with a contact of this user name, and returns its id. */
export const makePartner = async (sender: Sender, random: Random, mark: string, name: string, userName: string): Promise<string> => {
  const body = { name, billingId: mark, contact: { ...PERSON, firstName: 'Ada', userName, userRole: 'Partner Supervisor' } };
  return String((await make(sender, random, { method: 'POST', path: '/v1/partners', body }, mark)).id);
};
