/** An organization as the model has it. */
export interface Organization {
  readonly name: string;
  readonly externalId?: string;
  readonly description: string;
  readonly version: number;
  readonly isDeleted: boolean;
}

/** A reseller with its organizations by id. */
export interface ResellerState {
  readonly allowed: number;
  readonly description: string;
  readonly version: number;
  readonly organizations: Readonly<Record<string, Organization>>;
}

/** A reseller as it was created. */
export const startReseller = (allowed: number, description: string): ResellerState => ({
  allowed,
  description,
  version: 1,
  organizations: {},
});

/** The form in which names are compared: those of the model are ASCII. */
const normal = (name: string): string => name.trim().toLowerCase();

type Entry = readonly [id: string, organization: Organization];

export const entriesOf = ({ organizations }: ResellerState): readonly Entry[] => Object.entries(organizations);
export const liveOf = (state: ResellerState): readonly Entry[] => entriesOf(state).filter(([, { isDeleted }]) => !isDeleted);
export const countOf = (state: ResellerState): number => liveOf(state).length;

/** The codes by which taking this name, external id or place may be refused. */
export const conflicts = (
  state: ResellerState,
  wanted: { readonly name?: string; readonly externalId?: string | null | undefined },
  self?: string,
): readonly string[] => {
  const others = liveOf(state).filter(([id]) => id !== self);
  const { name, externalId } = wanted;
  return [
    ...(name !== undefined && others.some(([, other]) => normal(other.name) === normal(name)) ? ['name-taken'] : []),
    ...(externalId && others.some(([, other]) => other.externalId === externalId) ? ['external-id-taken'] : []),
  ];
};

/** True when not one organization more is allowed. */
export const isFull = (state: ResellerState): boolean => state.allowed !== -1 && countOf(state) >= state.allowed;

/** Returns the state with an organization as it is now. */
export const set = (state: ResellerState, id: string, organization: Organization): ResellerState => ({
  ...state,
  organizations: { ...state.organizations, [id]: organization },
});
