import { type Answer, codeOf, objectOf, type Request, refused, type Spec, type Step } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import type { Known } from './known.ts';

interface Endpoint {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly version: number;
}

/** The webhook endpoints of a tenant by id. */
export type EndpointState = Readonly<Record<string, Endpoint>>;

/** A request to the webhook endpoints of a tenant. */
export type EndpointInput =
  | { readonly kind: 'create'; readonly name: string }
  | { readonly kind: 'change'; readonly id: string; readonly name: string; readonly enabled: boolean; readonly ifMatch?: number }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'get'; readonly id: string };

/** Chooses a request; the mark is the name, so that each changes something. */
export const chooseForEndpoints = (random: Random, known: Known, mark: string): EndpointInput => {
  const target = known.pick(random);
  const part = random.below(100);
  if (target === undefined || part < 20) return { kind: 'create', name: mark };
  const { id, version } = target;
  if (part < 55) return { kind: 'change', id, name: mark, enabled: random.chance(0.8), ...(random.chance(0.3) && { ifMatch: version }) };
  return part < 70 ? { kind: 'delete', id } : { kind: 'get', id };
};

/** Each endpoint has a path of its own below the URL. */
export const requestToEndpoints = (resellerId: string, below: string, input: EndpointInput): Request => {
  const path = '/v3/webhooks';
  if (input.kind === 'create') {
    const body = {
      name: input.name,
      url: `${below}/${input.name}`,
      token: 'token-of-an-endpoint-0123',
      events: ['reseller.*'],
      resellerId,
    };
    return { method: 'POST', path, body };
  }
  const one = `${path}/${input.id}`;
  if (input.kind !== 'change') return { method: input.kind === 'get' ? 'GET' : 'DELETE', path: one };
  const { name, enabled, ifMatch } = input;
  return { method: 'PATCH', path: one, body: { name, enabled }, ...(ifMatch !== undefined && { ifMatch }) };
};

const withoutOne = (state: EndpointState, id: string): EndpointState =>
  Object.fromEntries(Object.entries(state).filter(([other]) => other !== id));

/** It may have been suspended meanwhile, which is a version that nobody asked for. */
const become = (state: EndpointState, answer: Answer | undefined, id: string, after: Endpoint): Step<EndpointState> => {
  if (answer === undefined) return { state: { ...state, [id]: after } };
  const { name, enabled, version } = objectOf(answer);
  const isSame = name === after.name && enabled === after.isEnabled && typeof version === 'number' && version >= after.version;
  const said = JSON.stringify([name, enabled, version]);
  return isSame
    ? { state: { ...state, [id]: { ...after, version } } }
    : refused(`it is ${said}, not ${JSON.stringify([after.name, after.isEnabled, after.version])}`);
};

/**
 * The sequential specification of the webhook endpoints of a tenant. No event tells of them: a
 * request that was not answered may have been done.
 */
export const endpointSpec: Spec<EndpointState, EndpointInput> = {
  keyOf: (state) => JSON.stringify(Object.entries(state).toSorted(([one], [other]) => (one < other ? -1 : 1))),
  objectOf: ({ input, answer }) => (input.kind === 'create' ? String(answer && objectOf(answer).id) : input.id),
  step(state, input, answer): Step<EndpointState> {
    const code = answer === undefined ? undefined : codeOf(answer);
    if (input.kind === 'create') {
      if (answer === undefined) return refused('it is sent again until it is answered');
      if (answer.status !== 201) return code === 'quota-reached' ? { state } : refused(`${answer.status} ${code} has no reason`);
      const id = String(objectOf(answer).id);
      return state[id] ? refused(`${id} exists already`) : become(state, answer, id, { name: input.name, isEnabled: true, version: 1 });
    }
    const { id } = input;
    const before = state[id];
    if (!before)
      return code === 'webhook-not-found' ? { state } : refused(`${id} is not there, and was answered ${answer?.status ?? 'nothing'}`);
    if (code === 'webhook-not-found') return refused(`${id} was not found`);
    if (input.kind === 'get') return become(state, answer, id, before);
    if (input.kind === 'delete')
      return answer === undefined || answer.status === 204
        ? { state: withoutOne(state, id) }
        : refused(`${answer.status} ${code} has no reason`);
    if (code === 'version-mismatch') return input.ifMatch === undefined ? refused('no version was asked for') : { state };
    if (input.ifMatch !== undefined && input.ifMatch < before.version)
      return refused(`version ${input.ifMatch} was taken, which is ${before.version}`);
    if (answer && answer.status >= 400) return refused(`${answer.status} ${code} has no reason`);
    return become(state, answer, id, { name: input.name, isEnabled: input.enabled, version: before.version + 1 });
  },
};
