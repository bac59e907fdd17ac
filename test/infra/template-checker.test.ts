import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { App, CfnResource, CloudFormationValidatePlugin, Stack } from 'aws-cdk-lib';
import { StrictTemplates } from '../../lib/checks/strict-templates.ts';
import { startTemplateChecker } from '../../lib/checks/template-checker.ts';
import { waitForThreads } from './threads.ts';

// It loads the schemas of CloudFormation.
const LIMIT_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));
waitForThreads();

const templatesOf = (templatePath: string) => ({
  templatePaths: [templatePath],
  stackTemplates: [{ stackConstructPath: 'Broken', templatePath, accountId: undefined, region: undefined }],
});

it(
  'a first check, in a thread, finds what CloudFormation would refuse, as an error',
  () => {
    const app = new App({ builtinCloudFormationValidation: false });
    new CfnResource(new Stack(app, 'Broken'), 'Queue', { type: 'AWS::SQS::Queue', properties: { QueueNam: 'misspelled' } });
    const path = join(folder, 'queue.json');
    writeFileSync(path, JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueNam: 'misspelled' } } } }));
    const strictTemplates = new StrictTemplates(join(folder, 'accepted'));
    const inThisThread = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
    strictTemplates.prepare(app);
    expect(strictTemplates.validate(templatesOf(path) as never)).toEqual({
      success: false,
      violations: expect.arrayContaining([
        expect.objectContaining({ severity: 'error', description: expect.stringContaining("'QueueNam' was unexpected") }),
      ]),
    });
    expect(inThisThread).not.toHaveBeenCalled();
  },
  LIMIT_MS,
);

it(
  'a check that fails in its thread fails here',
  () => {
    const check = startTemplateChecker([]);
    expect(() => check(templatesOf(join(folder, 'none.json')) as never)).toThrow(/check of templates failed: .*none\.json/);
  },
  LIMIT_MS,
);

it('an app that has no resources yet is not prepared for: its schemas would be loaded twice', () => {
  expect(() => new StrictTemplates(join(folder, 'accepted')).prepare(new App())).toThrow('after its stacks');
});
