import type { Circus } from '@jest/types';
import { mutationState } from './mutation/state.ts';
import NodeEnvironment from './node-environment.ts';

/** The object by which instrumented sources learn their mutant, and count what is reached. */
interface Switch {
  readonly activeMutant?: string | undefined;
  readonly hitCount?: number | undefined;
  readonly hitLimit?: number;
  readonly mutantCoverage?: { readonly static: Readonly<Record<string, number>> };
}

/**
 * The environment of a test file that runs against a mutant. The first test that fails decides: the
 * others are skipped.
 */
export default class MutationEnvironment extends NodeEnvironment {
  private isDecided = false;

  override async setup(): Promise<void> {
    await super.setup();
    const { active, hitLimit } = mutationState;
    const given: Switch = active === undefined ? {} : { activeMutant: active, hitCount: 0, hitLimit };
    Object.assign(this.global, { __stryker__: given });
  }

  readonly handleTestEvent = ({ name, ...event }: Circus.Event): void => {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.isDecided = true;
    if (name === 'test_start' && this.isDecided && mutationState.active !== undefined && 'test' in event) event.test.mode = 'skip';
  };

  override async teardown(): Promise<void> {
    const { mutantCoverage } = (this.global as { __stryker__?: Switch }).__stryker__ ?? {};
    for (const [id, times] of Object.entries(mutantCoverage?.static ?? {})) {
      mutationState.reached[id] = (mutationState.reached[id] ?? 0) + times;
    }
    await super.teardown();
  }
}
