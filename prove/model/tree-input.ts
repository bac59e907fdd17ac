import type { Request } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import type { Known } from './known.ts';
import { PERSON } from './person.ts';

/** The fields of a partner that is created or replaced, with its contact. */
export interface WholePartner {
  readonly parent: string;
  readonly name: string;
  readonly userName: string;
  /** Another text in each request, so that each changes something. */
  readonly mark: string;
}

/** A request to the partners of a tree. */
export type TreeInput =
  | ({ readonly kind: 'create'; readonly externalId?: string } & WholePartner)
  | ({ readonly kind: 'put'; readonly externalId: string } & WholePartner)
  | {
      readonly kind: 'change';
      readonly id: string;
      readonly name?: string;
      readonly isActive?: boolean;
      readonly parent?: string;
      readonly ifMatch?: number;
      readonly mark: string;
    }
  | { readonly kind: 'get'; readonly id: string };

const SHORT_NAMES = ['North', 'NORTH', 'South', 'East', 'West', 'Harbour', 'Valley'];
const EXTERNAL_IDS = ['crm-1', 'crm-2', 'crm-3'];

/** Chooses a request; names are those of the tree alone, as they are unique in the installation. */
export const chooseForTree = (random: Random, known: Known, prefix: string, mark: string): TreeInput => {
  const target = known.pick(random);
  const other = known.pick(random);
  if (!target || !other) throw new Error('The root of the tree is not known');
  const name = random.chance(0.4) ? `${prefix} ${random.pick(SHORT_NAMES)}` : `${prefix} ${mark}`;
  const part = random.below(100);
  const ifMatch = random.chance(0.2) ? { ifMatch: target.version } : {};
  const whole = { parent: target.id, name, userName: random.chance(0.1) ? `${prefix}.shared` : mark, mark };
  const externalId = random.pick(EXTERNAL_IDS);
  if (part < 23) return { kind: 'create', ...whole, ...(random.chance(0.3) && { externalId }) };
  // The root has the most children: there, an external id is often replaced.
  if (part < 35) return { kind: 'put', ...whole, externalId, ...(random.chance(0.6) && { parent: known.all()[0] ?? target.id }) };
  if (part < 50) return { kind: 'change', id: target.id, name, mark, ...ifMatch };
  if (part < 60) return { kind: 'change', id: target.id, isActive: random.chance(0.7), mark };
  if (part < 80) return { kind: 'change', id: target.id, parent: other.id, mark, ...ifMatch };
  return { kind: 'get', id: target.id };
};

const wholeOf = ({ name, parent, userName, mark }: WholePartner) => {
  return {
    name,
    billingId: mark,
    parent: { id: Number(parent) },
    contact: { ...PERSON, firstName: 'Ada', userName, userRole: 'Partner Supervisor' },
  };
};

/** Returns the request of an input. */
export const requestToTree = (input: TreeInput): Request => {
  if (input.kind === 'get') return { method: 'GET', path: `/v1/partners/${input.id}` };
  if (input.kind === 'put') return { method: 'PUT', path: `/v1/partners-by-external-id/${input.externalId}`, body: wholeOf(input) };
  if (input.kind === 'create') {
    const { externalId } = input;
    return { method: 'POST', path: '/v1/partners', body: { ...wholeOf(input), ...(externalId !== undefined && { externalId }) } };
  }
  const { id, name, isActive, parent, mark, ifMatch } = input;
  const body = {
    billingId: mark,
    ...(name !== undefined && { name }),
    ...(isActive !== undefined && { isActive }),
    ...(parent !== undefined && { parent: { id: Number(parent) } }),
  };
  return { method: 'PATCH', path: `/v1/partners/${id}`, body, ...(ifMatch !== undefined && { ifMatch }) };
};

/** The event of which one tells that an input was done. */
export const eventsOfTree = ({ kind }: TreeInput): readonly string[] | undefined =>
  ({ create: ['partner.created'], put: ['partner.created', 'partner.updated'], change: ['partner.updated'], get: undefined })[kind];
