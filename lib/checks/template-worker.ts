import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { CloudFormationValidatePlugin, type IPolicyValidationContext } from 'aws-cdk-lib/core';
import type { Answer, Templates } from './template-checker.ts';

const { answers, answered, resourceTypes } = workerData as {
  readonly answers: MessagePort;
  readonly answered: Int32Array;
  readonly resourceTypes: readonly string[];
};

const check = new CloudFormationValidatePlugin();

const validate = ({ stackTemplates, templatePaths }: Templates) =>
  // It does not read the constructs.
  check.validate({ stackTemplates, templatePaths } as unknown as IPolicyValidationContext);

/** Has the check load its schemas, which it does with the first template. */
const loadSchemas = (): void => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
  const templatePath = join(folder, 'template.json');
  const resources = Object.fromEntries(resourceTypes.map((type, index) => [`R${index}`, { Type: type }]));
  try {
    writeFileSync(templatePath, JSON.stringify({ Resources: resources }));
    const stack = { stackConstructPath: '', templatePath, accountId: undefined, region: undefined };
    validate({ stackTemplates: [stack], templatePaths: [templatePath] } as unknown as Templates);
  } catch {
    // It then fails with the templates, too, and they are answered.
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const answer = (templates: Templates): Answer => {
  try {
    return { report: validate(templates) };
  } catch (error) {
    return { error: String(error) };
  }
};

parentPort?.once('message', (templates: Templates) => {
  answers.postMessage(answer(templates));
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
});
loadSchemas();
