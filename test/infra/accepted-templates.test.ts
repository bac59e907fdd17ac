import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { CloudFormationValidatePlugin } from 'aws-cdk-lib';
import { acceptedTemplates } from '../../lib/checks/accepted-templates.ts';
import { StrictTemplates } from '../../lib/checks/strict-templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const template = (name: string, properties: object): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: properties } } }));
  return path;
};

it('a template that was refused is checked again, and one that was accepted only when its text has changed', () => {
  const check = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
  const severitiesOf = (templatePath: string) =>
    new StrictTemplates(join(folder, 'accepted'))
      .validate({ templatePaths: [templatePath] } as never)
      .violations.map(({ severity }) => severity);
  const path = template('queue.json', { DelaySeconds: 'soon' });

  check.mockReturnValue({
    success: true,
    violations: [{ ruleName: 'type', description: '', severity: 'warning', violatingResources: [] }],
  });
  expect(severitiesOf(path)).toEqual(['error']);
  expect(severitiesOf(path)).toEqual(['error']);
  expect(check).toHaveBeenCalledTimes(2);

  template('queue.json', { DelaySeconds: 1 });
  check.mockReturnValue({ success: true, violations: [] });
  expect(severitiesOf(path)).toEqual([]);
  expect(severitiesOf(path)).toEqual([]);
  expect(check).toHaveBeenCalledTimes(3);

  template('queue.json', { DelaySeconds: 2 });
  expect(severitiesOf(path)).toEqual([]);
  expect(check).toHaveBeenCalledTimes(4);
  check.mockRestore();
});

it('a folder that cannot be written is no reason to fail', () => {
  const path = template('other.json', { DelaySeconds: 2 });
  const templates = acceptedTemplates(path, '1');
  templates.add([path]);
  expect(templates.has([path])).toBe(false);
});

it('another version of the check, another template beside it, and the same two in one, are not accepted', () => {
  const [one, other] = [template('one.json', {}), template('other.json', { DelaySeconds: 3 })];
  const templates = acceptedTemplates(join(folder, 'versions'), '1');
  templates.add([one]);
  expect(templates.has([one])).toBe(true);
  expect(templates.has([one, other])).toBe(false);
  expect(templates.has([other])).toBe(false);
  expect(acceptedTemplates(join(folder, 'versions'), '2').has([one])).toBe(false);
});

it('the fifty newest are remembered', () => {
  const many = join(folder, 'many');
  for (let version = 0; version < 52; version += 1) {
    const path = template('one.json', { DelaySeconds: version });
    acceptedTemplates(many, '1').add([path]);
    for (const name of readdirSync(many)) utimesSync(join(many, name), version, version);
  }
  expect(readdirSync(many)).toHaveLength(50);
});

it('the folders that it makes are for this user only', () => {
  acceptedTemplates(join(folder, 'made', 'accepted'), '1').add([template('mode.json', {})]);
  expect(['made', 'made/accepted'].map((name) => statSync(join(folder, name)).mode & 0o077)).toEqual([0, 0]);
});
