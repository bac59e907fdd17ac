import { openDataDir } from '../src/base/data-dir.ts';

// Takes the folder that it is given, says how that went, and then does nothing until it is ended.
try {
  const dataDir = await openDataDir(process.argv[2]);
  dataDir.announce('http://127.0.0.1:4321');
  console.log('taken');
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
}
setInterval(() => undefined, 60_000);
