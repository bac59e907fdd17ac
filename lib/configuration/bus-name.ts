import type { Bus } from '../../functions/shared/bus.ts';
import type { Configuration } from './configuration-schema.ts';

/**
 * Returns the bus of an installation by its name: an existing one, or its own, which has the
 * installation's name.
 */
export const busOf = ({ eventBusArn, installation }: Configuration): Bus => ({
  name: eventBusArn?.slice(eventBusArn.lastIndexOf('/') + 1) ?? installation,
  installation,
});
