import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { IPolicyValidationContext, PolicyValidationPluginReport } from 'aws-cdk-lib';

/** The stacks of a check, without the constructs: a thread cannot be sent those. */
export type Templates = Pick<IPolicyValidationContext, 'stackTemplates' | 'templatePaths'>;

/** The thread's answer: the report, or the message of what the check threw. */
export type Answer = { readonly report: PolicyValidationPluginReport } | { readonly error: string };

/** The check takes a few seconds; a thread that has ended would never answer. */
const MOST_MS = 300_000;

/**
 * Starts CDK's check of templates in a thread, which loads its schemas while the app is
 * synthesised: that is half of its work.
 *
 * @param resourceTypes those that the templates will have: of others, it loads the schemas again
 * @returns a function that checks templates, once, and waits for the report
 */
export const startTemplateChecker = (resourceTypes: readonly string[]): ((templates: Templates) => PolicyValidationPluginReport) => {
  const { port1: port, port2: answers } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('template-worker.ts', import.meta.url), {
    workerData: { answers, answered, resourceTypes },
    transferList: [answers],
  });
  worker.unref();

  return ({ stackTemplates, templatePaths }) => {
    worker.postMessage({ stackTemplates, templatePaths } satisfies Templates);
    Atomics.wait(answered, 0, 0, MOST_MS);
    const answer = receiveMessageOnPort(port)?.message as Answer | undefined;
    void worker.terminate();
    if (answer === undefined || 'error' in answer) throw new Error(`CDK's check of templates failed: ${answer?.error ?? 'no answer'}`);

    return answer.report;
  };
};
