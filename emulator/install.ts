/**
 * Installs MiniStack into the folder that is named, so that a later `npm run test:deploy --
 * --installation <folder>` finds it there, as in the gate.
 */
import { UsageError } from '../cli/shared/usage-error.ts';
import { installEmulator, NoEmulatorError } from './emulator.ts';

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || folder.startsWith('-') || more.length > 0) {
  console.error('Usage: node emulator/install.ts <folder>');
  process.exit(2);
}
try {
  console.log(await installEmulator(folder));
} catch (error) {
  if (!(error instanceof NoEmulatorError || error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
