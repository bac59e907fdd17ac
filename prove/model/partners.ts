import { type Answer, codeOf, objectOf, type Request, refused, type Spec, type Step } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import type { Known } from './known.ts';

/** A partner as the model has it. */
interface Partner {
  readonly name: string;
  readonly parent: string | undefined;
  readonly isActive: boolean;
  readonly billingId: string;
  readonly userName: string;
  /** Unique among the children of a parent. */
  readonly externalId: string | undefined;
  readonly version: number;
}

/** The partners below one root, it included, by id. */
export type TreeState = Readonly<Record<string, Partner>>;

/** A request to the partners of a tree. */
export type TreeInput =
  | {
      readonly kind: 'create';
      readonly parent: string;
      readonly name: string;
      readonly userName: string;
      readonly externalId?: string;
      readonly mark: string;
    }
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

const MOST_LEVELS = 10;
const SHORT_NAMES = ['North', 'NORTH', 'South', 'East', 'West', 'Harbour', 'Valley'];

const normal = (name: string): string => name.trim().toLowerCase();

/** Starts with a root as it was answered. */
export const startTree = (id: string, name: string, userName: string, billingId: string): TreeState => ({
  [id]: { name, parent: undefined, isActive: true, billingId, userName, externalId: undefined, version: 1 },
});

/** Chooses a request; names are those of the tree alone, as they are unique in the installation. */
export const chooseForTree = (random: Random, known: Known, prefix: string, mark: string): TreeInput => {
  const target = known.pick(random);
  const other = known.pick(random);
  if (!target || !other) throw new Error('The root of the tree is not known');
  const name = random.chance(0.4) ? `${prefix} ${random.pick(SHORT_NAMES)}` : `${prefix} ${mark}`;
  const part = random.below(100);
  const ifMatch = random.chance(0.2) ? { ifMatch: target.version } : {};
  const ids = {
    userName: random.chance(0.1) ? `${prefix}.shared` : mark,
    ...(random.chance(0.3) && { externalId: random.pick(['crm-1', 'crm-2', 'crm-3']) }),
  };
  if (part < 35) return { kind: 'create', parent: target.id, name, mark, ...ids };
  if (part < 50) return { kind: 'change', id: target.id, name, mark, ...ifMatch };
  if (part < 60) return { kind: 'change', id: target.id, isActive: random.chance(0.7), mark };
  if (part < 80) return { kind: 'change', id: target.id, parent: other.id, mark, ...ifMatch };
  return { kind: 'get', id: target.id };
};

/** Returns the request of an input. */
export const requestToTree = (input: TreeInput): Request => {
  if (input.kind === 'get') return { method: 'GET', path: `/v1/partners/${input.id}` };
  if (input.kind === 'create') {
    const contact = {
      userName: input.userName,
      firstName: 'Ada',
      lastName: 'Proof',
      email: 'ada.of.the.proof@example.com',
      phone: '+14155552671',
      userRole: 'Partner Supervisor',
    };
    const { name, parent, externalId, mark } = input;
    const body = { name, billingId: mark, parent: { id: Number(parent) }, contact, ...(externalId !== undefined && { externalId }) };
    return { method: 'POST', path: '/v1/partners', body };
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
  ({ create: ['partner.created'], change: ['partner.updated'], get: undefined })[kind];

const pathOf = (state: TreeState, id: string): readonly string[] => {
  const parent = state[id]?.parent;
  return parent === undefined ? [id] : [...pathOf(state, parent), id];
};

const branchOf = (state: TreeState, id: string): readonly string[] =>
  Object.keys(state).filter((other) => pathOf(state, other).includes(id));

const isInactive = (state: TreeState, id: string): boolean => pathOf(state, id).some((above) => !state[above]?.isActive);

const isNameTaken = (state: TreeState, name: string, self?: string): boolean =>
  Object.entries(state).some(([id, other]) => id !== self && normal(other.name) === normal(name));

const isIdTaken = (state: TreeState, parent: string, externalId: string | undefined): boolean =>
  externalId !== undefined && Object.values(state).some((other) => other.parent === parent && other.externalId === externalId);

const refusal = (state: TreeState, answer: Answer, reasons: readonly string[]): Step<TreeState> => {
  const code = codeOf(answer);
  return reasons.includes(code) ? { state } : refused(`${answer.status} ${code} has no reason here (${reasons.join(', ') || 'none'})`);
};

const become = (answer: Answer, id: string, after: TreeState): Step<TreeState> => {
  const said = objectOf(answer);
  const { name, parent, isActive, billingId, version } = after[id] as Partner;
  const heard = { name: said.name, isActive: said.isActive, billingId: said.billingId, version: said.version };
  const wrong = Object.entries({ name: name.trim(), isActive, billingId, version }).find(
    ([member, value]) => heard[member as keyof typeof heard] !== value,
  );
  if (wrong) return refused(`${wrong[0]} is ${String(said[wrong[0]])}, not ${String(wrong[1])}`);
  const { id: saidParent } = (said.parent ?? {}) as { readonly id?: number };
  return String(saidParent) === String(parent) ? { state: after } : refused(`its parent is ${String(saidParent)}, not ${String(parent)}`);
};

const parentReasons = (state: TreeState, parent: string, levels: number): readonly string[] => [
  ...(isInactive(state, parent) ? ['parent-inactive'] : []),
  ...(pathOf(state, parent).length + levels > MOST_LEVELS ? ['depth-exceeded'] : []),
];

const create = (state: TreeState, input: Extract<TreeInput, { kind: 'create' }>, answer: Answer): Step<TreeState> => {
  const { parent, name, userName, externalId, mark } = input;
  const reasons = [
    ...(state[parent] ? parentReasons(state, parent, 1) : ['parent-not-found']),
    ...(isNameTaken(state, name) ? ['name-taken'] : []),
    ...(isIdTaken(state, parent, externalId) ? ['external-id-taken'] : []),
    ...(Object.values(state).some((other) => other.userName === userName) ? ['user-name-taken'] : []),
  ];
  if (answer.status >= 400) return refusal(state, answer, reasons);
  if (reasons.length > 0) return refused(`${answer.status} in spite of ${reasons.join(', ')}`);
  const id = String(objectOf(answer).id);
  if (state[id]) return refused(`${id} exists already`);
  return become(answer, id, { ...state, [id]: { name, parent, isActive: true, billingId: mark, userName, externalId, version: 1 } });
};

const moveReasons = (state: TreeState, id: string, parent: string): readonly string[] => {
  if (!state[parent]) return ['parent-not-found'];
  const levels = Math.max(...branchOf(state, id).map((member) => pathOf(state, member).length)) - pathOf(state, id).length + 1;
  const isCycle = pathOf(state, parent).includes(id);
  return [
    ...parentReasons(state, parent, isCycle ? 0 : levels),
    ...(isCycle ? ['would-create-cycle'] : []),
    ...(isIdTaken(state, parent, state[id]?.externalId) ? ['external-id-taken'] : []),
  ];
};

const change = (state: TreeState, input: Extract<TreeInput, { kind: 'change' }>, answer: Answer): Step<TreeState> => {
  const { id, name, isActive, parent, mark, ifMatch } = input;
  const before = state[id];
  if (!before) return refusal(state, answer, ['partner-not-found']);
  const isMove = parent !== undefined && parent !== before.parent;
  const reasons =
    ifMatch !== undefined && ifMatch !== before.version
      ? ['version-mismatch']
      : [...(isMove ? moveReasons(state, id, parent) : []), ...(name !== undefined && isNameTaken(state, name, id) ? ['name-taken'] : [])];
  if (answer.status >= 400) return refusal(state, answer, reasons);
  if (reasons.length > 0) return refused(`${answer.status} in spite of ${reasons.join(', ')}`);
  const below = isMove ? branchOf(state, id).filter((member) => member !== id) : [];
  const risen = Object.fromEntries(
    below.map((member) => [member, { ...(state[member] as Partner), version: (state[member] as Partner).version + 1 }]),
  );
  const own = {
    ...before,
    billingId: mark,
    version: before.version + 1,
    ...(name !== undefined && { name }),
    ...(isActive !== undefined && { isActive }),
    ...(isMove && { parent }),
  };
  return become(answer, id, { ...state, ...risen, [id]: own });
};

/** The sequential specification of the partners below a root. */
export const treeSpec: Spec<TreeState, TreeInput> = {
  keyOf: (state) => JSON.stringify(Object.entries(state).toSorted(([one], [other]) => (one < other ? -1 : 1))),
  step(state, input, answer) {
    if (answer === undefined) return refused('nothing tells of it');
    if (input.kind === 'create') return create(state, input, answer);
    if (input.kind === 'change') return change(state, input, answer);
    if (answer.status >= 400) return refusal(state, answer, state[input.id] ? [] : ['partner-not-found']);
    return state[input.id] ? become(answer, input.id, state) : refused(`${input.id} is not there`);
  },
};
