import type { RuntimeListeners, RuntimeOptions } from '@tenantry/cdk-local/runtime-options';
import { openTokens } from '../../cli/shared/tokens.ts';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import type { TokenRequest } from '../keys.ts';
import { apiCalls } from './api-calls.ts';
import { type DemoReceiver, startDemoReceiver } from './demo-receiver.ts';
import { openEventStream } from './event-stream.ts';
import { openFaults } from './faults.ts';
import { faultActions, mailActions, tokenActions } from './local-actions.ts';
import { openRecorder } from './recorder.ts';
import { openRing } from './ring.ts';
import { type ConsoleServer, startConsole } from './server.ts';
import type { Step } from './steps.ts';
import { openTally } from './tally.ts';

/** The most steps that are kept, in memory: of a busy hour of somebody who tries things. */
const MOST_STEPS = 2_000;
const MOST_CHARACTERS = 32_000_000;

/** The runtime that a console is of, as far as it needs it. */
export interface ConsoleRuntime {
  readonly url: string;
  readonly functions: { kill(nameOrArn: string): Promise<void> };
  readonly mailbox: Parameters<typeof mailActions>[0];
  readonly mintToken: (request: TokenRequest) => Promise<string>;
}

/** A console that watches a runtime from its first moment, and is served when that runs. */
export interface LocalConsole {
  readonly on: RuntimeListeners;
  /** The error that a call of the table is to meet, if any. */
  readonly faultOf: ReturnType<typeof openFaults>['database'];
  /** Leads from the port of the API to the page. */
  readonly before: NonNullable<RuntimeOptions['before']>;
  serve(runtime: ConsoleRuntime, port: number): Promise<ConsoleServer>;
}

/** Opens the console of a runtime that is about to start. */
export const openLocalConsole = (): LocalConsole => {
  const ring = openRing<Step>({ entries: MOST_STEPS, characters: MOST_CHARACTERS });
  const [faults, tally] = [openFaults(), openTally()];
  const recorder = openRecorder((step) => {
    tally.note(step);
    ring.add(step);
  });
  let functions: readonly string[] = [];
  let server: ConsoleServer | undefined;
  let receiver: DemoReceiver | undefined;

  const serve = async (runtime: ConsoleRuntime, port: number): Promise<ConsoleServer> => {
    faults.attach(runtime.functions.kill);
    const tokens = openTokens(undefined, () => runtime.mintToken({ permissions: PERMISSIONS, subject: 'console' }));
    const call = apiCalls({ url: runtime.url, tokens, isReadOnly: false });
    const startReceiver = async (): Promise<DemoReceiver> => {
      receiver ??= await startDemoReceiver(runtime.url, registerBy(runtime.url, tokens.current));
      return receiver;
    };
    const started = await startConsole({
      port,
      events: openEventStream(ring),
      state: () => ({
        ...{ mode: 'local', api: runtime.url, permissions: PERMISSIONS, functions, mostSteps: MOST_STEPS },
        ...{ faults: faults.read(), tally: tally.read(), receiver: receiver && { webhookId: receiver.webhookId, ...receiver.read() } },
      }),
      actions: {
        call,
        ...tokenActions(runtime.mintToken),
        ...mailActions(runtime.mailbox),
        ...faultActions({ faults, startReceiver, isFunction: (name) => functions.includes(name) }),
      },
    });
    server = started;
    return {
      ...started,
      async stop() {
        await receiver?.stop();
        await started.stop();
      },
    };
  };

  return {
    on: {
      ...recorder,
      invocation(report) {
        recorder.invocation(report);
        faults.invocation(report);
      },
      deployed(deployment) {
        functions = deployment.functions.map(({ name }) => name);
      },
    },
    faultOf: faults.database,
    before: ({ url = '' }) =>
      server && /^\/_console(?:[/?]|$)/.test(url) ? new Response(null, { status: 302, headers: { location: server.url } }) : undefined,
    serve,
  };
};

const registerBy =
  (url: string, token: () => Promise<string>): Parameters<typeof startDemoReceiver>[1] =>
  async (fields) => {
    const answer = await fetch(`${url}/v3/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    const { id, detail } = (await answer.json()) as { readonly id?: string; readonly detail?: string };
    if (id === undefined) throw new Error(`The receiver could not be made an endpoint: ${detail ?? answer.status}`);
    return id;
  };
