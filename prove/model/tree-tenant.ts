import { objectOf } from '../history/spec.ts';
import { attempt, type Sender } from './client.ts';
import { openKnown } from './known.ts';
import { chooseForTree, eventsOfTree, requestToTree, startTree, type TreeInput, type TreeState, treeSpec } from './partners.ts';
import { openTenant, type Tenant } from './tenant.ts';

/** Creates a partner without a parent and opens the tree that grows below it. */
export const openTree = async (sender: Sender, prefix: string): Promise<Tenant> => {
  const [name, userName] = [`${prefix} root`, `${prefix}-root`];
  const contact = {
    userName,
    firstName: 'Ada',
    lastName: 'Proof',
    email: 'ada.of.the.proof@example.com',
    phone: '+14155552671',
    userRole: 'Partner Supervisor',
  };
  const request = { method: 'POST', path: '/v1/partners', body: { name, billingId: prefix, contact } } as const;
  const { answer } = await attempt(sender, request, { 'idempotency-key': prefix });
  if (answer?.status !== 201) throw new Error(`A partner was not made: ${answer?.status} ${answer?.text ?? 'no answer'}`);
  const id = String(objectOf(answer).id);
  const known = openKnown();
  known.hear(id, 1);
  return openTenant<TreeState, TreeInput>(
    {
      name: `partners below ${id}`,
      spec: treeSpec,
      initial: startTree(id, name, userName, prefix),
      choose: (random, mark) => chooseForTree(random, known, prefix, mark),
      request: requestToTree,
      eventsOf: eventsOfTree,
      hear(_, heard) {
        const said = objectOf(heard);
        if (typeof said.id === 'number' && typeof said.version === 'number') known.hear(String(said.id), said.version);
      },
      finals: () => known.all().map((one) => ({ kind: 'get', id: one }) as const),
    },
    sender,
    prefix,
  );
};
