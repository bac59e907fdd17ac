import type { Random } from '../shared/random.ts';
import type { Sender } from './client.ts';
import { hearNumbered, openKnown } from './known.ts';
import { makePartner } from './make.ts';
import { startTree, type TreeState, treeSpec } from './partners.ts';
import { openTenant, type Tenant } from './tenant.ts';
import { chooseForTree, eventsOfTree, requestToTree, type TreeInput } from './tree-input.ts';

/** Creates a partner without a parent and opens the tree that grows below it. */
export const openTree = async (sender: Sender, random: Random, prefix: string): Promise<Tenant> => {
  const [name, userName] = [`${prefix} root`, `${prefix}-root`];
  const id = await makePartner(sender, random, prefix, name, userName);
  const known = openKnown();
  known.hear(id, 1);
  return openTenant<TreeState, TreeInput>(
    {
      name: `partners below ${id}`,
      spec: treeSpec,
      initial: startTree(id, name, userName, prefix),
      choose: (source, mark) => chooseForTree(source, known, prefix, mark),
      request: requestToTree,
      eventsOf: eventsOfTree,
      hear: hearNumbered(known),
      finals: () => known.all().map((one) => ({ kind: 'get', id: one }) as const),
    },
    sender,
    prefix,
  );
};
