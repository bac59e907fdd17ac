import { KeyringChanged, type KeyringStore } from './keyring-store.ts';
import { dueStep, type Step, takeStep } from './rotation.ts';

interface RotationDeps {
  readonly store: KeyringStore;
  readonly now: () => Date;
  readonly newSeed: () => string;
  readonly everyDays: number;
  readonly keepDays: number;
}

/**
 * Takes the due step of a rotation, if there is one, and returns it. Each run takes at most one
 * step, so that whoever reads the published keys sees every one of them. After a run that died, the
 * next one continues.
 */
export const rotateWhenDue = async ({ store, now, newSeed, everyDays, keepDays }: RotationDeps): Promise<Step | undefined> => {
  const stored = await store.read();
  const at = now();
  const step = dueStep(stored.keyring, { now: at, writtenAt: stored.writtenAt, everyDays });
  if (step === undefined) return undefined;
  try {
    await store.replace(stored, takeStep(stored.keyring, step, { now: at, newSeed, keepDays }));
    return step;
  } catch (error) {
    // Another run, or an operator, was faster: its step counts.
    if (error instanceof KeyringChanged) return undefined;
    throw error;
  }
};
