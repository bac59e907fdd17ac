import { start } from '../local/declaration.ts';
import { backfill } from './backfill/declaration.ts';
import { bootstrap } from './bootstrap/declaration.ts';
import { client } from './client/declaration.ts';
import { type Command, command } from './command/declaration.ts';
import { consoleCommand } from './console/declaration.ts';
import { doctor } from './doctor/declaration.ts';
import { exportEntities } from './export/declaration.ts';
import { importOrganizations } from './import/declaration.ts';
import { listen } from './listen/declaration.ts';
import { orphanedEndpoints } from './orphans/declaration.ts';
import { redrive } from './redrive/declaration.ts';
import { replay } from './replay/declaration.ts';
import { republish } from './republish/declaration.ts';
import { rotateSigningKey } from './signing-key/declaration.ts';
import { tap } from './tap/declaration.ts';
import { token } from './token/declaration.ts';
import { trigger } from './trigger/declaration.ts';
import { why } from './why/declaration.ts';

/** The commands of the operator: each is loaded when it runs. */
export const COMMANDS: readonly Command[] = [
  command(start, async (given) => (await import('../local/start.ts')).run(given)),
  command(consoleCommand, async (given) => (await import('./console.ts')).run(given)),
  command(token, async (given) => (await import('./token.ts')).run(given)),
  command(client, async (given) => (await import('./client.ts')).run(given)),
  command(bootstrap, async (given) => (await import('./bootstrap.ts')).run(given)),
  command(doctor, async (given) => (await import('./doctor.ts')).run(given)),
  command(importOrganizations, async (given) => (await import('./import.ts')).run(given)),
  command(exportEntities, async (given) => (await import('./export.ts')).run(given)),
  command(why, async (given) => (await import('./why.ts')).run(given)),
  command(listen, async (given) => (await import('./listen.ts')).run(given)),
  command(redrive, async (given) => (await import('./redrive.ts')).run(given)),
  command(republish, async (given) => (await import('./republish.ts')).run(given)),
  command(tap, async (given) => (await import('./tap.ts')).run(given)),
  command(trigger, async (given) => (await import('./trigger.ts')).run(given)),
  command(replay, async (given) => (await import('./replay.ts')).run(given)),
  command(backfill, async (given) => (await import('./backfill.ts')).run(given)),
  command(rotateSigningKey, async (given) => (await import('./rotate-signing-key.ts')).run(given)),
  command(orphanedEndpoints, async (given) => (await import('./orphaned-endpoints.ts')).run(given)),
];
