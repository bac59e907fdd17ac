import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openReceiver } from '../faults/receiver.ts';
import type { Part } from '../shared/part.ts';
import { random } from '../shared/random.ts';
import { makeAssembly } from '../system/assembly.ts';
import { commandsFor } from './commands.ts';
import { checkQuiet, openPromises, PROMISES, type Promises } from './promises.ts';
import { checkRelease } from './release.ts';
import { restoreTable } from './restore.ts';
import { checkEndpoints } from './restored-endpoints.ts';
import { checkEvents } from './restored-events.ts';
import { checkTable } from './restored-table.ts';

interface Scene {
  readonly folder: string;
  readonly assembly: string;
  readonly seed: number;
  readonly steps: number;
  readonly promises: Promises;
  say(line: string): void;
}

const checkRestore = async ({ promises, say, ...scene }: Scene): Promise<void> => {
  const receiver = await openReceiver(random(scene.seed));
  const restored = await restoreTable({ ...scene, receiver }).catch(async (error: unknown) => {
    await receiver.stop();
    throw error;
  });
  try {
    await restored.system.idle();
    const { earlier, last } = restored.arrived;
    const more = receiver.arrivals.length - last;
    promises.check('a restore publishes nothing', more === 0, `${more} webhooks came`);
    say(`${restored.work.made.length} entities; ${earlier} webhooks before the moment, and ${last - earlier} since`);
    const command = commandsFor(restored.system, join(scene.folder, 'restored'));
    const formerCommand = commandsFor(restored.former, join(scene.folder, 'work'));
    const own = { restored, receiver, command, formerCommand, promises };
    await checkTable(restored, promises);
    await checkEvents(own);
    await checkEndpoints(own);
    for (const system of [restored.former, restored.system]) checkQuiet(system, promises);
  } finally {
    await restored.system.stop();
    await restored.former.stop();
    await receiver.stop();
  }
};

// A round of the restore does so many steps before the moment, and as many after it.
const STEPS_A_SECOND = 0.5;
const FEWEST = 20;
const MOST = 300;

/** Upgrades from the last release, and a table that goes back to a moment. */
export const upgradePart: Part = {
  name: 'upgrade',
  about: 'data of the last release is read, changed and published; a table goes back to a moment',
  share: { gate: 0, usual: 60, long: 300 },
  async run({ seed, seconds, folder, say }) {
    const promises = openPromises(PROMISES);
    const assembly = await makeAssembly(folder);
    const figures = await checkRelease({ folder: join(folder, 'release'), assembly, seed, promises });
    const steps = Math.min(MOST, Math.max(FEWEST, Math.round(seconds * STEPS_A_SECOND) || FEWEST));
    const place = join(folder, 'restore');
    mkdirSync(place);
    await checkRestore({ folder: place, assembly, seed, steps, promises, say });
    return { figures: { ...figures, ...promises.figures() }, violations: promises.violations() };
  },
};
