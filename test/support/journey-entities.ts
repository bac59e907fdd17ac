import { randomUUID } from 'node:crypto';
import type { WireAnswer } from '../../testing/wire.ts';
import type { Api } from './journey-api.ts';

/** A name that no other run uses, so that journeys can be repeated against a deployed API. */
export const unique = (label: string): string => `${label} ${randomUUID()}`;

/** A valid reseller without limits, except for what is given. */
export const newReseller = (fields: object = {}) => ({
  name: unique('Reseller'),
  email: 'ops@reseller.example',
  allowedUsers: -1,
  allowedOrganizations: -1,
  ...fields,
});

/** A valid organization, except for what is given. */
export const newOrganization = (fields: object = {}) => ({
  name: unique('Organization'),
  email: 'it@organization.example',
  allowedUsers: 5,
  ...fields,
});

/** A valid partner without a parent, except for what is given. */
export const newPartner = ({ contact = {}, ...fields }: { readonly contact?: object; readonly [field: string]: unknown } = {}) => ({
  name: unique('Partner'),
  contact: {
    userName: unique('user'),
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@partner.example',
    phone: '+14155552671',
    userRole: 'Partner Supervisor',
    ...contact,
  },
  ...fields,
});

/** Creates a reseller and gives its id. */
export const createReseller = async (operator: Api, fields?: object): Promise<string> =>
  String(idOf(await operator.post('/v3/resellers', newReseller(fields))));

/** Creates a partner and gives its id. */
export const createPartner = async (caller: Api, fields?: Parameters<typeof newPartner>[0]): Promise<number> =>
  Number(idOf(await caller.post('/v1/partners', newPartner(fields))));

/** The path of a reseller's organizations. */
export const organizationsOf = (resellerId: string): string => `/v3/resellers/${resellerId}/organizations`;

const idOf = ({ status, body, text }: WireAnswer): unknown => {
  if (status !== 201) throw new Error(`Nothing was created: ${status} ${text}`);
  return body.id;
};
