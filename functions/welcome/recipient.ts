import type { LinkEmail } from '../shared/table/keys.ts';

/** A contact that is sent an e-mail with a link to set its password. */
export interface Recipient {
  readonly partnerId: number;
  readonly contactId: number;
  readonly firstName: string;
  readonly email: string;
  readonly purpose: LinkEmail;
  /** The UUIDv7 of the request for this e-mail; absent for the first, of which there is one. */
  readonly requestId?: string;
}
