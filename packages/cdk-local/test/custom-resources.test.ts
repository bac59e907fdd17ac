import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CustomResourceReport } from '../src/custom-resources/report.ts';
import type { CustomResourceRequest } from '../src/custom-resources/request.ts';
import { startRuntime } from '../src/runtime.ts';
import type { Runtime, RuntimeListeners } from '../src/runtime-options.ts';
import type { Template } from '../src/template/assembly.ts';
import { type Fixture, temporaryDirectory, writeAssembly } from './assembly-fixture.ts';
import { reader, thing, thingsAssembly } from './custom-resources-assembly.ts';

let folder: Fixture;
const fixtures: Fixture[] = [];
beforeEach(() => {
  folder = temporaryDirectory();
});
afterEach(() => {
  for (const fixture of [folder, ...fixtures.splice(0)]) fixture.remove();
});

const seenFile = () => join(folder.directory, 'seen.jsonl');

/** Takes the requests that the function got since the last call. */
const requests = (): readonly CustomResourceRequest[] => {
  if (!existsSync(seenFile())) return [];
  const lines = readFileSync(seenFile(), 'utf8').trim().split('\n');
  rmSync(seenFile());
  return lines.map((line) => JSON.parse(line) as CustomResourceRequest);
};
const shown = () => requests().map(({ RequestType: type, ResourceProperties: { Name } }) => `${type} ${String(Name)}`);

const assembly = (resources: Template['Resources'], ...rights: readonly [(readonly object[])?]): string => {
  const fixture = thingsAssembly(seenFile(), resources, ...rights);
  fixtures.push(fixture);
  return fixture.directory;
};

const start = (directory: string, on: RuntimeListeners = {}): Promise<Runtime> =>
  startRuntime({ assembly: directory, port: 0, dataDir: join(folder.directory, 'data'), on });

/** Runs a template until its resources are applied, and returns their ends. */
const apply = async (resources: Template['Resources'], ...rights: readonly [(readonly object[])?]) => {
  const reports: CustomResourceReport[] = [];
  const runtime = await start(assembly(resources, ...rights), { customResource: (report) => reports.push(report) });
  await runtime.stop();
  const ends = reports.map(({ path, outcome }) => `${path.replace('Things/', '')} ${outcome}`);
  return { ends, reasons: reports.flatMap(({ reason = [] }) => reason), outputs: runtime.outputs, warnings: runtime.warnings };
};

const parent = (properties: object = {}, policy?: string) => thing({ Name: 'parent', Size: 3, Open: true, ...properties }, policy);
const child = (properties: object = {}) =>
  thing({ Name: 'child', Parent: { Ref: 'Parent' }, At: { 'Fn::GetAtt': ['Parent', 'Url'] }, ...properties });

test('resources are created in the order of their references, with what the function returned', async () => {
  const { ends, outputs, warnings } = await apply({ Child: child(), Parent: parent() });
  expect(ends).toEqual(['Parent created', 'Child created']);
  expect(outputs).toEqual({ 'Things.Url': 'https://parent', 'Things.Id': 'parent-id' });
  expect(warnings).toEqual([]);
  const [first, second] = requests();
  expect(first).toMatchObject({ RequestType: 'Create', ResourceType: 'Custom::Thing', LogicalResourceId: 'Parent' });
  expect(first?.ResourceProperties).toMatchObject({ Name: 'parent', Size: '3', Open: 'true' });
  expect(second?.ResourceProperties).toMatchObject({ Parent: 'parent-id', At: 'https://parent' });
});

test('the next start updates what has changed, and deletes what is gone unless it is retained', async () => {
  await apply({ Child: child(), Parent: parent({}, 'Retain') });
  requests();
  expect((await apply({ Child: child(), Parent: parent({}, 'Retain') })).ends).toEqual(['Parent unchanged', 'Child unchanged']);
  expect(shown()).toEqual([]);

  expect((await apply({ Child: child(), Parent: parent({ Size: 4 }, 'Retain') })).ends).toEqual(['Parent updated', 'Child unchanged']);
  const [update] = requests();
  expect(update).toMatchObject({ RequestType: 'Update', PhysicalResourceId: 'parent-id', OldResourceProperties: { Size: '3' } });
  expect(update?.ResourceProperties).toMatchObject({ Size: '4' });

  expect((await apply({})).ends).toEqual(['Child deleted', 'Parent retained']);
  expect(shown()).toEqual(['Delete child']);
  expect((await apply({})).ends).toEqual([]);
});

test('one that fails stays as it was, those that need it wait, and nothing is deleted', async () => {
  const Other = thing({ Name: 'other' });
  await apply({ Child: child(), Parent: parent(), Other });
  requests();
  const { ends, reasons } = await apply({
    Child: child({ Size: 2 }),
    Parent: parent({ Fail: true }),
    New: thing({ Name: 'new', Fail: true }),
  });
  expect(ends).toEqual(['Parent failed', 'Child waiting', 'New failed']);
  expect(reasons).toEqual(['refused parent\nIt was updated to its former properties again.', 'It needs Things/Parent.', 'refused new']);
  expect(shown()).toEqual(['Update parent', 'Update parent', 'Create new']);
  expect((await apply({ Child: child({ Size: 2 }), Parent: parent(), New: thing({ Name: 'new' }) })).ends).toEqual([
    'Parent unchanged',
    'Child updated',
    'New created',
    'Other deleted',
  ]);
});

test('an update that gives another physical id deletes the former one, at the end', async () => {
  await apply({ Child: child(), Parent: parent() });
  requests();
  expect((await apply({ Child: child(), Parent: parent({ Name: 'second' }) })).ends).toEqual(['Parent updated', 'Child updated']);
  expect(requests().map(({ RequestType, PhysicalResourceId }) => `${RequestType} ${PhysicalResourceId}`)).toEqual([
    'Update parent-id',
    'Update child-id',
    'Delete parent-id',
  ]);
});

test('a request that was cut off is sent again by the next start, under its id', async () => {
  const Parent = parent({ Exit: true });
  const { ends, reasons } = await apply({ Parent });
  expect([ends, reasons]).toEqual([['Parent failed'], [expect.stringContaining('Runtime exited')]]);
  const [cutOff] = requests();
  // The function exits only when it finds no file.
  writeFileSync(seenFile(), `${JSON.stringify(cutOff)}\n`);
  expect((await apply({ Parent: parent({ Exit: true, Size: 4 }) })).ends).toEqual(['Parent updated']);
  const [, again, update] = requests();
  expect(again).toEqual(cutOff);
  expect(update).toMatchObject({ RequestType: 'Update', OldResourceProperties: { Size: '3' }, ResourceProperties: { Size: '4' } });
});

test('a stack that does not run now keeps what it has, and one without its function says so', async () => {
  await apply({ Parent: parent() });
  const elsewhere = writeAssembly({ Elsewhere: { Resources: {} } });
  const withoutFunction = writeAssembly({ Things: { Resources: {} } });
  fixtures.push(elsewhere, withoutFunction);
  const reports: CustomResourceReport[] = [];
  for (const { directory } of [elsewhere, withoutFunction])
    await (await start(directory, { customResource: (report) => reports.push(report) })).stop();
  expect(reports).toEqual([
    {
      ...{ path: 'Things/Parent', type: 'Custom::Thing', outcome: 'failed', id: 'parent-id' },
      reason: expect.stringMatching(/^It cannot be deleted without its function arn:aws:lambda:.*:Things-OnEvent/),
    },
  ]);
  expect((await apply({ Parent: parent() })).ends).toEqual(['Parent unchanged']);
});

test('the role of the framework must be allowed to run the function', async () => {
  const { ends, reasons } = await apply({ Parent: parent() }, []);
  expect([ends, reasons]).toEqual([['Parent failed'], [expect.stringMatching(/Things-Framework may not invoke .*:Things-OnEvent/)]]);
  expect(requests()).toEqual([]);
});

test('an attribute that no function returned, and resources that need each other, are errors', async () => {
  const Child = thing({ Name: 'child', At: { 'Fn::GetAtt': ['Parent', 'Nothing'] } });
  expect((await apply({ Child, Parent: parent() })).reasons).toEqual([
    'It uses the attribute Nothing of Things/Parent, which its function has not returned.',
  ]);
  const circle = apply({ Child: child(), Parent: { ...parent(), DependsOn: 'Child' } });
  await expect(circle).rejects.toThrow('Custom resources need each other: Things/Child → Things/Parent → Things/Child');
});

test('a resource of another provider is named in a warning, and what needs it fails', async () => {
  const Foreign = { Type: 'Custom::Foreign', Properties: { ServiceToken: { 'Fn::GetAtt': ['OnEvent', 'Arn'] } } };
  const { ends, reasons, warnings } = await apply({ Foreign, Needy: thing({ Name: 'needy', Of: { Ref: 'Foreign' } }) });
  expect(warnings).toEqual(["Custom::Foreign Things/Foreign is not run: only those of the CDK's provider framework are run"]);
  expect([ends, reasons]).toEqual([['Needy failed'], ['It needs Things/Foreign, which is not run.']]);
});

test('a rule and a function have the values of a custom resource, which was made after them', async () => {
  const rule = {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'of-parent',
      EventPattern: { source: [{ Ref: 'Parent' }] },
      Targets: [{ Id: 'one', Arn: { 'Fn::GetAtt': ['OnEvent', 'Arn'] } }],
    },
  };
  const runtime = await start(assembly({ Parent: parent(), Rule: rule, Reader: reader({ PARENT: { Ref: 'Parent' } }) }));
  try {
    expect(runtime.eventBridge.describeRule({ Name: 'of-parent' }).EventPattern).toBe('{"source":["parent-id"]}');
    expect(await runtime.functions.invoke('Things-Reader', {})).toBe('parent-id');
  } finally {
    await runtime.stop();
  }
});
