import validate from '../generated/getPartner.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { Refusal } from '../shared/problems.ts';
import { found } from '../shared/reply.ts';
import { installationTable } from '../shared/runtime.ts';
import { getPartner as contract } from './contract.ts';
import { isVisible, withParent } from './partner.ts';
import { partnerStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
}

/** Answers the caller itself or a partner below it; the parent's name is read where it stands, so that it is never stale. */
export const getPartner: Operation<typeof contract, Deps> = async ({ params, caller, header }, { partners }) => {
  const partner = await partners.find(params.id);
  if (!partner || !isVisible(caller, partner)) throw new Refusal('partner-not-found', `There is no partner ${params.id}.`);
  const parentId = partner.ancestors.at(-1);
  const parent = parentId === undefined ? undefined : await partners.find(parentId);
  return found(contract, withParent(partner, parent?.name), header['if-match']);
};

export const handler = endpoint(contract, { validate }, getPartner, (setting) => ({
  partners: partnerStore(installationTable(setting)),
}));
