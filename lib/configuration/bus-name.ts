import type { Bus } from '../../functions/shared/bus.ts';
import type { Configuration } from './configuration-schema.ts';

/** The bus of an installation by its name: an existing one, or one of its own, which bears its name. */
export const busOf = ({ eventBusArn, installation }: Configuration): Bus => ({
  name: eventBusArn?.slice(eventBusArn.lastIndexOf('/') + 1) ?? installation,
  installation,
});
