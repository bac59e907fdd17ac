import { nearestWord } from './shared/nearest-word.ts';

/** The commands of `npx tenantry`: a script beside this file, and what it is for in one line. */
export const COMMANDS = {
  doctor: { script: 'doctor.ts', does: 'checks a deployed installation from outside and prints a table' },
  bootstrap: { script: 'bootstrap.ts', does: 'creates the first partner of an installation and an API credential for it' },
  token: { script: 'token.ts', does: 'prints a token of the embedded runtime, or of an installation that has a user pool' },
  client: { script: 'client.ts', does: 'creates, shows, rotates and removes the app clients of a user pool' },
  export: { script: 'export.ts', does: 'writes organizations, partners or resellers to a CSV or NDJSON file' },
  import: { script: 'import.ts', does: 'creates or updates organizations from a CSV or JSON file' },
  listen: { script: 'listen.ts', does: 'creates a webhook endpoint on this machine and shows what arrives' },
  redrive: { script: 'redrive.ts', does: 'sends dead letters of webhooks again' },
  replay: { script: 'replay.ts', does: 'sends archived events of a span of time to one webhook endpoint again' },
  'rotate-signing-key': { script: 'rotate-signing-key.ts', does: 'rotates the key that webhooks are signed with' },
  'webhook-orphans': { script: 'webhook-orphans.ts', does: 'finds webhook endpoints that differ between the table and EventBridge' },
} as const satisfies Readonly<Record<string, Command>>;

interface Command {
  readonly script: string;
  readonly does: string;
}

/** Returns the command of that name, if there is one. */
export const commandOf = (name: string): Command | undefined =>
  Object.hasOwn(COMMANDS, name) ? COMMANDS[name as keyof typeof COMMANDS] : undefined;

/** Returns the name of the command that was probably meant. */
export const nearestCommand = (name: string): string | undefined => nearestWord(name, Object.keys(COMMANDS));
