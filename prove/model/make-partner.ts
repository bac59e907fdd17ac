import { objectOf } from '../history/spec.ts';
import { attempt, type Sender } from './client.ts';

/** Creates a partner without a parent, with a contact of this user name, and returns its id. */
export const makePartner = async (sender: Sender, mark: string, name: string, userName: string): Promise<string> => {
  const person = { firstName: 'Ada', lastName: 'Proof', email: 'ada.of.the.proof@example.com', phone: '+14155552671' };
  const body = { name, billingId: mark, contact: { ...person, userName, userRole: 'Partner Supervisor' } };
  const { answer } = await attempt(sender, { method: 'POST', path: '/v1/partners', body }, { 'idempotency-key': mark });
  if (answer?.status !== 201) throw new Error(`A partner was not made: ${answer?.status} ${answer?.text ?? 'no answer'}`);
  return String(objectOf(answer).id);
};
