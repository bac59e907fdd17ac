import { teardown } from '@tenantry/cdk-local/base/teardown';
import { askAll, type Probe, type ProbeResult } from './probe.ts';
import type { Site } from './site.ts';

/** Something that is deployed, and removed whether its deployment has come to an end or not. */
interface Deployed<T> {
  readonly deploy: (signal: AbortSignal) => Promise<T>;
  readonly remove: () => Promise<void>;
}

/** The dependencies of a run. */
export interface Run {
  /** @throws when there is something already under the names of the stage */
  readonly requireUnused: () => Promise<void>;
  readonly product: Deployed<void>;
  readonly probes: Deployed<Readonly<Record<string, string>>>;
  /** Ends the commands that run. */
  readonly interrupt: () => Promise<void>;
  /** Opens the site by the outputs of the stack of the questions. */
  readonly site: (outputs: Readonly<Record<string, string>>, atEnd: Site['atEnd']) => Promise<Site>;
}

interface RunOptions {
  readonly createProbes: (site: Site) => readonly Probe[];
  /** Milliseconds that one question may take. */
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** The results of the questions, and the errors that kept something from being removed. */
interface FirstHour {
  readonly asked: readonly ProbeResult[];
  readonly left: readonly unknown[];
}

// The questions wait most of the time.
const WIDTH = 8;

/**
 * Deploys, asks, and removes what it made, whatever happens; reports what it could not remove.
 * @throws what kept it from asking
 */
export const runFirstHour = async (run: Run, { createProbes, limit, signal, tell }: RunOptions): Promise<FirstHour> => {
  await run.requireUnused();
  signal.throwIfAborted();
  const left: unknown[] = [];
  const made = teardown((error) => left.push(error));
  const own = (what: string, remove: () => Promise<unknown>) =>
    void made.own(
      Promise.resolve({
        stop: () => {
          tell(`removing ${what}`);
          return remove();
        },
      }),
    );
  const stopCommands = () => void run.interrupt().catch((error: unknown) => left.push(error));
  signal.addEventListener('abort', stopCommands);
  try {
    tell('deploying the product');
    own('the product', run.product.remove);
    await run.product.deploy(signal);
    signal.throwIfAborted();
    tell('deploying what the questions need');
    own('what the questions needed', run.probes.remove);
    const outputs = await run.probes.deploy(signal);
    const site = await run.site(outputs, (undo) => void made.own(Promise.resolve({ stop: undo })));
    tell('asking');
    const onAsked = ({ name, outcome }: ProbeResult) => tell(`${name}: ${outcome}`);
    return { asked: await askAll(createProbes(site), { width: WIDTH, limit, signal, onAsked }), left };
  } finally {
    signal.removeEventListener('abort', stopCommands);
    await made.stop();
    for (const error of left) tell(`not removed: ${error instanceof Error ? error.message : String(error)}`);
    if (left.length > 0) tell('Something is left: run the same with --clean, then look for what begins with first-hour.');
  }
};
