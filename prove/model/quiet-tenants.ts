import { objectOf } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import type { Sender } from './client.ts';
import { type ContactInput, type ContactState, chooseForContacts, contactSpec, eventsOfContacts, requestToContacts } from './contacts.ts';
import {
  type CredentialInput,
  type CredentialState,
  chooseForCredentials,
  credentialSpec,
  requestToCredentials,
  type Secret,
} from './credentials.ts';
import { chooseForEndpoints, type EndpointInput, type EndpointState, endpointSpec, requestToEndpoints } from './endpoints.ts';
import { hearNumbered, openKnown } from './known.ts';
import { makePartner } from './make.ts';
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
export const openCredentials = async (sender: Sender, random: Random, prefix: string): Promise<Tenant> => {
  const id = await makePartner(sender, random, prefix, `${prefix} keys`, `${prefix}-owner`);
  const secrets: Secret[] = [];
  return openTenant<CredentialState, CredentialInput>(
    {
      name: `credentials of ${id}`,
      spec: credentialSpec,
      initial: [],
      choose: (source, mark) => chooseForCredentials(source, secrets, mark),
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

/** Creates a partner and opens its contacts. */
export const openContacts = async (sender: Sender, random: Random, prefix: string): Promise<Tenant> => {
  const id = await makePartner(sender, random, prefix, `${prefix} people`, `${prefix}-owner`);
  const known = openKnown();
  return openTenant<ContactState, ContactInput>(
    {
      name: `contacts of ${id}`,
      spec: contactSpec,
      initial: {},
      choose: (source, mark) => chooseForContacts(source, known, prefix, mark),
      request: (input) => requestToContacts(id, input),
      eventsOf: eventsOfContacts,
      hear: hearNumbered(known),
      finals: () => known.all().map((one) => ({ kind: 'get', id: one }) as const),
    },
    sender,
    prefix,
  );
};
