import { type Answer, codeOf, objectOf, type Request, refused, type Spec, type Step } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import type { Known } from './known.ts';
import { PERSON } from './person.ts';

interface Contact {
  readonly userName: string;
  readonly firstName: string;
  readonly isActive: boolean;
  readonly version: number;
}

/** The contacts of a partner by id, without the one that it was created with. */
export type ContactState = Readonly<Record<string, Contact>>;

/** A request about the contacts of a partner. */
export type ContactInput =
  | { readonly kind: 'create'; readonly userName: string; readonly mark: string }
  | { readonly kind: 'change'; readonly id: string; readonly isActive: boolean; readonly ifMatch?: number; readonly mark: string }
  | { readonly kind: 'get'; readonly id: string };

/** Chooses a request; some of the user names are the same but for their case. */
export const chooseForContacts = (random: Random, known: Known, prefix: string, mark: string): ContactInput => {
  const target = known.pick(random);
  const part = random.below(100);
  const userName = random.chance(0.5) ? mark : `${prefix}-${random.pick(['ada', 'ADA', 'grace', 'Grace', 'linus'])}`;
  if (target === undefined || part < 35) return { kind: 'create', userName, mark };
  const { id, version } = target;
  if (part < 80) return { kind: 'change', id, isActive: random.chance(0.7), mark, ...(random.chance(0.3) && { ifMatch: version }) };
  return { kind: 'get', id };
};

export const requestToContacts = (partnerId: string, input: ContactInput): Request => {
  const contacts = `/v1/partners/${partnerId}/contacts`;
  if (input.kind === 'get') return { method: 'GET', path: `${contacts}/${input.id}` };
  if (input.kind === 'create') {
    const body = { ...PERSON, userRole: 'Partner User', userName: input.userName, firstName: input.mark };
    return { method: 'POST', path: contacts, body };
  }
  const { id, isActive, ifMatch, mark } = input;
  return { method: 'PATCH', path: `${contacts}/${id}`, body: { isActive, firstName: mark }, ...(ifMatch !== undefined && { ifMatch }) };
};

/** The event of which one tells that an input was done. */
export const eventsOfContacts = ({ kind }: ContactInput): readonly string[] | undefined =>
  ({ create: ['partner.contact.created'], change: ['partner.contact.updated'], get: undefined })[kind];

const become = (state: ContactState, answer: Answer, id: string, after: Contact): Step<ContactState> => {
  const said = objectOf(answer);
  const wrong = Object.entries(after).find(([member, value]) => said[member] !== value);
  return wrong ? refused(`${wrong[0]} is ${String(said[wrong[0]])}, not ${String(wrong[1])}`) : { state: { ...state, [id]: after } };
};

/** The sequential specification of the contacts of a partner, whose user names are unique. */
export const contactSpec: Spec<ContactState, ContactInput> = {
  keyOf: (state) => JSON.stringify(Object.entries(state).toSorted(([one], [other]) => (one < other ? -1 : 1))),
  step(state, input, answer): Step<ContactState> {
    if (answer === undefined) return refused('nothing tells of it');
    const code = codeOf(answer);
    if (input.kind === 'create') {
      const { userName, mark: firstName } = input;
      const isTaken = Object.values(state).some((other) => other.userName.toLowerCase() === userName.toLowerCase());
      if (answer.status >= 400)
        return code === 'user-name-taken' && isTaken ? { state } : refused(`${answer.status} ${code} has no reason`);
      const id = String(objectOf(answer).id);
      if (isTaken || state[id]) return refused(`${userName} is taken`);
      return become(state, answer, id, { userName, firstName, isActive: true, version: 1 });
    }
    const before = state[input.id];
    if (!before) return code === 'contact-not-found' ? { state } : refused(`${input.id} is not there`);
    if (input.kind === 'get')
      return answer.status === 200 ? become(state, answer, input.id, before) : refused(`${answer.status} ${code} has no reason`);
    const isStale = input.ifMatch !== undefined && input.ifMatch !== before.version;
    if (isStale) return code === 'version-mismatch' ? { state } : refused(`version ${input.ifMatch} was taken, which is ${before.version}`);
    if (answer.status >= 400) return refused(`${answer.status} ${code} has no reason`);
    const after = { ...before, firstName: input.mark, isActive: input.isActive, version: before.version + 1 };
    return become(state, answer, input.id, after);
  },
};
