/** What `npx tenantry` runs: a script beside this file, and what it is for in one line. */
export const COMMANDS = {
  doctor: { script: 'doctor.ts', does: 'checks a deployed installation from outside and prints a table' },
  bootstrap: { script: 'bootstrap.ts', does: 'makes the first partner of an installation and an API credential for it' },
  token: { script: 'token.ts', does: 'prints a token of the embedded runtime, or of an installation that has a user pool' },
  client: { script: 'client.ts', does: 'makes, shows, rotates and removes the app clients of a user pool' },
  import: { script: 'import.ts', does: 'creates organizations from a CSV or JSON Lines file' },
  listen: { script: 'listen.ts', does: 'makes a webhook endpoint on this machine and shows what arrives' },
  redrive: { script: 'redrive.ts', does: 'sends dead letters of webhooks again' },
  replay: { script: 'replay.ts', does: 'sends archived events of a span of time to one webhook endpoint again' },
  'rotate-signing-key': { script: 'rotate-signing-key.ts', does: 'rotates the key that webhooks are signed with' },
  'webhook-orphans': { script: 'webhook-orphans.ts', does: 'finds what does not fit between webhook endpoints and EventBridge' },
} as const satisfies Readonly<Record<string, Command>>;

interface Command {
  readonly script: string;
  readonly does: string;
}

/** The command of that name, if there is one. */
export const commandOf = (name: string): Command | undefined =>
  Object.hasOwn(COMMANDS, name) ? COMMANDS[name as keyof typeof COMMANDS] : undefined;

/** The command that was probably meant: the one with the fewest letters that differ, at most two, or that begins so. */
export const nearestCommand = (name: string): string | undefined => {
  const [best] = Object.keys(COMMANDS)
    .map((known) => ({ known, apart: known.startsWith(name) ? 1 : distance(name, known) }))
    .toSorted((one, other) => one.apart - other.apart);
  return best && best.apart <= 2 ? best.known : undefined;
};

/** Levenshtein's distance. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [index, met] of [...other].entries()) {
      const [left = 0, above = 0, corner = 0] = [next[index], row[index + 1], row[index]];
      next.push(Math.min(left + 1, above + 1, corner + (letter === met ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
