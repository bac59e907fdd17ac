import type { Api } from './api.ts';
import { refused } from './refusals.ts';
import { contact, type StoredPartner } from './samples.ts';

/** A contact, as far as tests look at it. */
export interface Contact {
  readonly id: number;
  readonly userName: string;
}

/** Calls on the contacts of a partner, which `scene` gives anew for each test. */
export const contactCalls = (scene: () => { readonly api: Api; readonly partner: StoredPartner }) => {
  const path = (id?: number) => `/v1/partners/${scene().partner.id}/contacts${id === undefined ? '' : `/${id}`}`;
  return {
    path,
    make: async (fields: object = {}): Promise<Contact> => {
      const { status, body } = await scene().api.post(path(), contact({ ...fields }));
      expect(status).toBe(201);
      return body as unknown as Contact;
    },
    patch: (id: number, body: unknown) => scene().api.patch(path(id), body),
    refusedPatch: (id: number, body: unknown, code: Parameters<typeof refused>[2]) =>
      refused(scene().api, { method: 'PATCH', path: path(id), body }, code),
  };
};
