import { codeOf, objectOf, type Request, refused, type Spec, type Step } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';

/** The ids of the API credentials that a partner has. */
export type CredentialState = readonly string[];

/** A request about the API credentials of a partner, or one that is signed in by one of them. */
export type CredentialInput =
  | { readonly kind: 'create'; readonly mark: string }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'sign in'; readonly id: string; readonly userName: string; readonly secret: string };

/** A credential whose secret a client has. */
export interface Secret {
  readonly id: string;
  readonly userName: string;
  readonly secret: string;
}

const MOST = 2;

/** Chooses a request; now and then it signs in with what was revoked. */
export const chooseForCredentials = (random: Random, secrets: readonly Secret[], mark: string): CredentialInput => {
  const part = random.below(100);
  if (part < 30 || secrets.length === 0) return { kind: 'create', mark };
  const known = random.pick(secrets.slice(-3));
  return part < 55 ? { kind: 'delete', id: known.id } : { kind: 'sign in', ...known };
};

export const requestToCredentials = (partnerId: string, input: CredentialInput): Request => {
  const path = `/v1/partners/${partnerId}`;
  if (input.kind === 'create') return { method: 'POST', path: `${path}/credentials`, body: { userRole: 'Partner Supervisor' } };
  if (input.kind === 'delete') return { method: 'DELETE', path: `${path}/credentials/${input.id}` };
  // A read may still be signed in for a minute after a revocation; a write, also of nothing, not.
  return { method: 'PATCH', path, body: { isActive: true }, basic: { userName: input.userName, password: input.secret } };
};

const not = (state: CredentialState, id: string): CredentialState => state.filter((other) => other !== id);

/**
 * The sequential specification of the API credentials of a partner: at most two, and one that is
 * revoked signs nobody in. No event tells of them: a request that was not answered may have been
 * done.
 */
export const credentialSpec: Spec<CredentialState, CredentialInput> = {
  keyOf: (state) => state.toSorted().join(),
  step(state, input, answer): Step<CredentialState> {
    const isThere = (id: string): boolean => state.includes(id);
    if (answer === undefined) {
      if (input.kind === 'delete') return { state: not(state, input.id) };
      if (input.kind === 'sign in') return { state };
      return input.kind === 'create' && state.length < MOST
        ? { state: [...state, `unknown of ${input.mark}`] }
        : refused('it changed nothing');
    }
    const code = codeOf(answer);
    switch (input.kind) {
      case 'create':
        if (code === 'limit-reached')
          return state.length >= MOST ? { state } : refused(`the limit is said to be reached with ${state.length}`);
        if (answer.status !== 201) return refused(`${answer.status} ${code} has no reason`);
        return state.length < MOST ? { state: [...state, String(objectOf(answer).id)] } : refused('a third was made');
      case 'delete':
        if (code === 'credential-not-found') return isThere(input.id) ? refused(`${input.id} was not found`) : { state };
        if (answer.status !== 204) return refused(`${answer.status} ${code} has no reason`);
        return isThere(input.id) ? { state: not(state, input.id) } : refused(`${input.id} was deleted twice`);
      case 'sign in':
        if (answer.status === 200) return isThere(input.id) ? { state } : refused(`${input.id} signs in, and was revoked`);
        return code === 'credentials-invalid' && !isThere(input.id)
          ? { state }
          : refused(`${input.id} was refused with ${answer.status} ${code}`);
    }
  },
};
