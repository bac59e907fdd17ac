import TestEnvironment from '../../tools/node-environment.ts';
import type { enterSharedRuntime } from './journey-shared.ts';

declare global {
  /** Set in the files of the project `journeys`. */
  var sharedJourneyRuntime: typeof enterSharedRuntime | undefined;
}

/**
 * Jest loads modules anew for each file, and ends what they hold with it. What this hands to the
 * files was loaded by Node itself, once in each process, and stays while they come and go.
 */
export default class JourneyEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    this.global.sharedJourneyRuntime = async (respond: Parameters<typeof enterSharedRuntime>[0]) =>
      (await import('./journey-shared.ts')).enterSharedRuntime(respond);
  }
}
