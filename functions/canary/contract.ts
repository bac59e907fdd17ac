/**
 * The reseller that is the canary's alone. No id in a path, a body or a token holds a space, so
 * that nobody else can make, name or be bound to it; it has no place in a list and no entry in a
 * directory.
 */
export const CANARY_RESELLER = 'tenantry canary';

/** Stands for the address of an API that the canary cannot reach. */
export const NO_ADDRESS = 'none';

/** The event whose way from the commit to the bus is measured. */
export const MEASURED_EVENT = 'reseller.organization.created';
