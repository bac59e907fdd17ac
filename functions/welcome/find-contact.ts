import { contactStore } from '../partners/contacts/store.ts';
import { findUser, readActiveBranch } from '../shared/auth/credential.ts';
import type { Table } from '../shared/table/table.ts';
import type { ResetDeps } from './reset.ts';

/**
 * Creates the function that finds the contact with a user name, if it, its partner and all above
 * are active: nobody else could sign in with a password.
 */
export const contactFinder =
  (table: Table): ResetDeps['find'] =>
  async (userName) => {
    const credential = await findUser(table, userName);
    if (credential?.contactId === undefined || !credential.isActive) return undefined;
    const { partnerId, contactId } = credential;
    if (!(await readActiveBranch(table, partnerId))) return undefined;
    const { firstName, email } = await contactStore(table).get(partnerId, contactId);
    return { partnerId, contactId, firstName, email };
  };
