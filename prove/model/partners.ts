import { type Answer, codeOf, objectOf, refused, type Spec, type Step } from '../history/spec.ts';
import type { TreeInput, WholePartner } from './tree-input.ts';

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

const MOST_LEVELS = 10;

const normal = (name: string): string => name.trim().toLowerCase();

/** Starts with a root as it was answered. */
export const startTree = (id: string, name: string, userName: string, billingId: string): TreeState => ({
  [id]: { name, parent: undefined, isActive: true, billingId, userName, externalId: undefined, version: 1 },
});

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

const isUserNameTaken = (state: TreeState, userName: string, self?: string): boolean =>
  Object.entries(state).some(([id, other]) => id !== self && other.userName === userName);

const create = (state: TreeState, input: WholePartner & { readonly externalId?: string }, answer: Answer): Step<TreeState> => {
  const { parent, name, userName, externalId, mark } = input;
  const reasons = [
    ...(state[parent] ? parentReasons(state, parent, 1) : ['parent-not-found']),
    ...(isNameTaken(state, name) ? ['name-taken'] : []),
    ...(isIdTaken(state, parent, externalId) ? ['external-id-taken'] : []),
    ...(isUserNameTaken(state, userName) ? ['user-name-taken'] : []),
  ];
  if (answer.status >= 400) return refusal(state, answer, reasons);
  if (reasons.length > 0) return refused(`${answer.status} in spite of ${reasons.join(', ')}`);
  const id = String(objectOf(answer).id);
  if (state[id]) return refused(`${id} exists already`);
  return become(answer, id, { ...state, [id]: { name, parent, isActive: true, billingId: mark, userName, externalId, version: 1 } });
};

const put = (state: TreeState, input: Extract<TreeInput, { kind: 'put' }>, answer: Answer): Step<TreeState> => {
  const { parent, name, userName, externalId, mark } = input;
  const [id, before] = Object.entries(state).find(([, one]) => one.parent === parent && one.externalId === externalId) ?? [];
  if (id === undefined || before === undefined)
    return answer.status === 200 ? refused('200, but there was none to replace') : create(state, input, answer);
  if (answer.status === 201) return refused('201, but there was one to replace');
  const reasons = [
    ...(isNameTaken(state, name, id) ? ['name-taken'] : []),
    ...(isUserNameTaken(state, userName, id) ? ['user-name-taken'] : []),
  ];
  if (answer.status >= 400) return refusal(state, answer, reasons);
  if (reasons.length > 0) return refused(`${answer.status} in spite of ${reasons.join(', ')}`);
  return become(answer, id, { ...state, [id]: { ...before, name, userName, billingId: mark, version: before.version + 1 } });
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
    if (input.kind === 'put') return put(state, input, answer);
    if (input.kind === 'change') return change(state, input, answer);
    if (answer.status >= 400) return refusal(state, answer, state[input.id] ? [] : ['partner-not-found']);
    return state[input.id] ? become(answer, input.id, state) : refused(`${input.id} is not there`);
  },
};
