/** What a caller does to a reseller or one of its organizations. */
export type Step =
  | { readonly kind: 'create' | 'delete' | 'restore' | 'rename'; readonly id: string; readonly name: string }
  | { readonly kind: 'allow'; readonly allowed: number };

/** A reseller as it ought to be, with the ids of its organizations in their order. */
export interface Model {
  readonly allowed: number;
  readonly live: readonly string[];
  readonly deleted: readonly string[];
}

export const isFull = ({ allowed, live }: Model): boolean => allowed !== -1 && live.length >= allowed;

/** True when a step takes a place. */
export const takesPlace = ({ kind }: Step): boolean => kind === 'create' || kind === 'restore';

/** The reseller after a step. */
export const after = (model: Model, step: Step): Model => {
  if (step.kind === 'rename') return model;
  if (step.kind === 'allow') return { ...model, allowed: step.allowed };
  const live = model.live.filter((id) => id !== step.id);
  const deleted = model.deleted.filter((id) => id !== step.id);
  return step.kind === 'delete'
    ? { ...model, live, deleted: inOrder([...deleted, step.id]) }
    : { ...model, live: inOrder([...live, step.id]), deleted };
};

/** In the order of text, which is that of keys. */
export const inOrder = (texts: readonly string[]): readonly string[] => texts.toSorted((one, other) => (one < other ? -1 : 1));

/** What is told of a step that was done. */
export const EVENTS = {
  create: 'reseller.organization.created',
  delete: 'reseller.organization.deleted',
  restore: 'reseller.organization.restored',
  rename: 'reseller.organization.updated',
  allow: 'reseller.updated',
} as const;

/** What is told of a step: itself, 80 % when it comes from below, and the limit when it does. */
export const toldOf = (before: Model, step: Step): readonly string[] => {
  const then = after(before, step);
  const { allowed, live } = then;
  const limits = `${live.length} of ${allowed}, ${allowed === -1 ? -1 : Math.max(0, allowed - live.length)} left`;
  return [
    EVENTS[step.kind],
    ...(isClose(then) && !isClose(before) ? [`reseller.limit.approaching: ${limits}`] : []),
    ...(isFull(then) && !isFull(before) ? [`reseller.limit.reached: ${limits}`] : []),
  ];
};

// Four fifths, in whole numbers.
const isClose = ({ allowed, live }: Model): boolean => allowed !== -1 && live.length * 5 >= allowed * 4;
