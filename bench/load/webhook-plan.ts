/** A webhook endpoint of the benchmark, and what it is to be sent. */
export interface PlannedEndpoint {
  readonly index: number;
  /** The one reseller whose events it is for; absent when it is the operator's, of all. */
  readonly reseller: number | undefined;
  /** Whether it is made under a token of the reseller, rather than by the operator in its name. */
  readonly own: boolean;
  readonly subscription: string;
  /** Whether a new organization is among what it subscribes to. */
  readonly wants: boolean;
  /** The number of attempts of each webhook that it refuses before it accepts one. */
  readonly refuses: number;
  readonly token: string;
}

const SUBSCRIPTIONS = ['reseller.organization.created', 'reseller.organization.*', 'reseller.*', 'reseller.updated'] as const;

/**
 * Returns how many resellers share so many endpoints: 20 each, and at least two, so that one could
 * get what is the other's.
 */
export const resellersFor = (endpoints: number): number => Math.max(2, Math.floor(endpoints / 20));

/**
 * Endpoints in turn over so many resellers; one in 200 is the operator's, one in four wants
 * something else, about one in twenty refuses each webhook twice.
 */
export const planEndpoints = (endpoints: number, resellers = resellersFor(endpoints)): readonly PlannedEndpoint[] => {
  return Array.from({ length: endpoints }, (_, index) => {
    const turn = Math.floor(index / resellers) % SUBSCRIPTIONS.length;
    const wants = SUBSCRIPTIONS[turn] !== 'reseller.updated';
    const reseller = index % 200 === 0 ? undefined : index % resellers;
    return {
      index,
      reseller,
      own: reseller !== undefined && index % 2 === 1,
      subscription: SUBSCRIPTIONS[turn] ?? '',
      wants,
      refuses: wants && index % 15 === 2 ? 2 : 0,
      token: `token-of-endpoint-${index}`,
    };
  });
};
