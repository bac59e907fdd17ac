import { objectOf } from '../history/spec.ts';
import { attempt, type Sender } from './client.ts';
import {
  type CredentialInput,
  type CredentialState,
  chooseForCredentials,
  credentialSpec,
  requestToCredentials,
  type Secret,
} from './credentials.ts';
import { chooseForEndpoints, type EndpointInput, type EndpointState, endpointSpec, requestToEndpoints } from './endpoints.ts';
import { openKnown } from './known.ts';
import { openTenant, type Tenant } from './tenant.ts';

/** Opens the webhook endpoints of a reseller. */
export const openEndpoints = (sender: Sender, prefix: string, resellerId: string, url: string): Tenant => {
  const known = openKnown();
  return openTenant<EndpointState, EndpointInput>(
    {
      name: `endpoints of ${resellerId}`,
      spec: endpointSpec,
      initial: {},
      choose: (random, mark) => chooseForEndpoints(random, known, mark),
      request: (input) => requestToEndpoints(resellerId, url, input),
      eventsOf: () => undefined,
      hear(_, heard) {
        const { id, version } = objectOf(heard);
        if (typeof id === 'string' && typeof version === 'number') known.hear(id, version);
      },
      finals: () => known.all().map((id) => ({ kind: 'get', id }) as const),
    },
    sender,
    prefix,
  );
};

/** Creates a partner and opens its API credentials. */
export const openCredentials = async (sender: Sender, prefix: string): Promise<Tenant> => {
  const contact = {
    userName: `${prefix}-owner`,
    firstName: 'Ada',
    lastName: 'Proof',
    email: 'ada.of.the.proof@example.com',
    phone: '+14155552671',
    userRole: 'Partner Supervisor',
  };
  const request = { method: 'POST', path: '/v1/partners', body: { name: `${prefix} keys`, contact } } as const;
  const { answer } = await attempt(sender, request, { 'idempotency-key': prefix });
  if (answer?.status !== 201) throw new Error(`A partner was not made: ${answer?.status} ${answer?.text ?? 'no answer'}`);
  const id = String(objectOf(answer).id);
  const secrets: Secret[] = [];
  return openTenant<CredentialState, CredentialInput>(
    {
      name: `credentials of ${id}`,
      spec: credentialSpec,
      initial: [],
      choose: (random, mark) => chooseForCredentials(random, secrets, mark),
      request: (input) => requestToCredentials(id, input),
      eventsOf: () => undefined,
      hear(input, heard) {
        const said = objectOf(heard);
        if (input.kind === 'create' && typeof said.secret === 'string')
          secrets.push({ id: String(said.id), userName: String(said.userName), secret: said.secret });
      },
      finals: () => secrets.slice(-3).map((one) => ({ kind: 'sign in', ...one }) as const),
    },
    sender,
    prefix,
  );
};
