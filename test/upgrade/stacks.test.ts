import { compareVersions } from '../../testing/recorded-release.ts';
import type { Template } from '../infra/installation-template.ts';
import { RECORDED, recordedStack } from './releases.ts';
import { readReplacements } from './replacements.ts';
import { type StatefulStack, stackFaults } from './stack-rules.ts';
import { statefulStack } from './stateful-stack.ts';

/** Faults that the next release accepts, each with what its operators have to do. */
const ACCEPTED: Readonly<Record<string, string>> = {};

const replacedBy = readReplacements();

describe('an installation of the last release', () => {
  const faults = RECORDED.flatMap((name) =>
    stackFaults(recordedStack(name), statefulStack(name), replacedBy).map((fault) => `${name}: ${fault}`),
  );

  it('is upgraded without losing a resource', () => expect(faults.filter((fault) => !Object.hasOwn(ACCEPTED, fault))).toEqual([]));

  it('has every fault that is accepted', () => expect(Object.keys(ACCEPTED).filter((fault) => !faults.includes(fault))).toEqual([]));
});

type Editable = Record<string, unknown>;

/** Returns the faults of an update to a stack that `edit` has changed. */
const faultsAfter = (edit: (resources: Record<string, Editable>, outputs: Record<string, Editable>) => void): readonly string[] => {
  const before = recordedStack('prod');
  const template = structuredClone(before.template) as unknown as Record<'Resources' | 'Outputs', Record<string, Editable>>;
  edit(template.Resources, template.Outputs);
  return stackFaults(before, { ...before, template: template as unknown as Template }, replacedBy);
};

/** Returns the id and the resource of a type, of which there is one. */
const only = (resources: Record<string, Editable>, type: string): readonly [string, Editable] => {
  const [found] = Object.entries(resources).filter(([, resource]) => resource.Type === type);
  if (!found) throw new Error(`the release has no ${type}`);
  return found;
};

const TABLE = 'AWS::DynamoDB::Table';
const POOL = 'AWS::Cognito::UserPool';

const change = (type: string, edit: (properties: Editable, resource: Editable) => unknown) => {
  let id = '';
  const faults = faultsAfter((resources) => {
    const [found, resource] = only(resources, type);
    id = found;
    edit(resource.Properties as Editable, resource);
  });
  return faults.map((fault) => fault.replace(id, 'It'));
};

interface Index {
  IndexName: string;
  KeySchema: { AttributeName: string; KeyType: string }[];
  Projection: { ProjectionType: string };
}

const changeIndexes = (edit: (indexes: Index[]) => Index[]) =>
  change(TABLE, (properties) => {
    properties.GlobalSecondaryIndexes = edit(properties.GlobalSecondaryIndexes as Index[]);
  });

const newIndex = (IndexName: string): Index => ({
  IndexName,
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
});

const ofTable = (fault: string) => [`It (${TABLE}): ${fault}`];

describe('an update is refused', () => {
  test('that removes a resource', () => {
    const faults = faultsAfter((resources) => {
      const [id] = only(resources, 'AWS::Events::Archive');
      delete resources[id];
    });
    expect(faults).toEqual([expect.stringMatching(/^Archive\w+ \(AWS::Events::Archive\) is removed$/)]);
  });

  test('that gives a resource another logical id', () => {
    const faults = faultsAfter((resources) => {
      const [id, pool] = only(resources, POOL);
      delete resources[id];
      resources.Users = pool;
    });
    expect(faults).toEqual([expect.stringContaining(`(${POOL}) is removed, and there is Users: another logical id`)]);
  });

  test('that makes another type of a resource', () => {
    const faults = change(TABLE, (_, resource) => {
      resource.Type = 'AWS::DynamoDB::GlobalTable';
    });
    expect(faults).toEqual([`It (${TABLE}) is removed`]);
  });

  test.each(['DeletionPolicy', 'UpdateReplacePolicy'])('that no longer retains: %s', (policy) => {
    const edit = (value: string | undefined) =>
      change('AWS::SecretsManager::Secret', (_, resource) => Object.assign(resource, { [policy]: value }));
    for (const value of ['Delete', undefined]) expect(edit(value)).toEqual([`It (AWS::SecretsManager::Secret): ${policy} was Retain`]);
    expect(edit('RetainExceptOnCreate')).toEqual([]);
  });

  test.each([
    [TABLE, 'TableName'],
    ['AWS::Events::EventBus', 'Name'],
    ['AWS::SecretsManager::Secret', 'Name'],
    ['AWS::Cognito::UserPoolClient', 'GenerateSecret'],
    ['AWS::EventSchemas::Registry', 'RegistryName'],
  ])('that replaces: %s by its %s', (type, property) => {
    const faults = change(type, (properties) => Object.assign(properties, { [property]: 'another' }));
    expect(faults).toEqual([`It (${type}): ${property} replaces it`]);
  });

  test('that changes the keys of the table', () => {
    const faults = change(TABLE, (properties) => Object.assign(properties, { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] }));
    expect(faults).toEqual([...ofTable('KeySchema replaces it'), ...ofTable('KeySchema cannot change')]);
  });

  test('that changes the type of a key', () => {
    const faults = change(TABLE, (properties) => {
      properties.AttributeDefinitions = [{ AttributeName: 'gsi1sk', AttributeType: 'N' }];
    });
    expect(faults).toEqual(ofTable('AttributeDefinitions cannot give gsi1sk another type'));
  });

  test('that creates or deletes more than one index', () => {
    const more = (names: readonly string[]) =>
      ofTable(`GlobalSecondaryIndexes cannot create or delete more than one index: ${names.join(', ')}`);
    expect(changeIndexes((indexes) => [...indexes, newIndex('gsi8'), newIndex('gsi9')])).toEqual(more(['gsi8', 'gsi9']));
    expect(changeIndexes((indexes) => indexes.slice(2))).toEqual(more(['gsi1', 'gsi2']));
    expect(changeIndexes((indexes) => [...indexes.slice(1), newIndex('gsi9')])).toEqual(more(['gsi1', 'gsi9']));
  });

  test('that changes the key or the projection of an index', () => {
    const changed = (index: string) => ofTable(`GlobalSecondaryIndexes cannot change key or projection of ${index}`);
    const edit = (name: string, fields: Partial<Index>) =>
      changeIndexes((indexes) => indexes.map((index) => (index.IndexName === name ? { ...index, ...fields } : index)));
    expect(edit('gsi1', { Projection: { ProjectionType: 'KEYS_ONLY' } })).toEqual(changed('gsi1'));
    expect(edit('gsi2', { KeySchema: newIndex('').KeySchema })).toEqual(changed('gsi2'));
  });

  test.each([
    ['LocalSecondaryIndexes', [newIndex('lsi1')]],
    ['StreamSpecification', { StreamViewType: 'KEYS_ONLY' }],
    ['StreamSpecification', undefined],
    ['TimeToLiveSpecification', { AttributeName: 'ttl', Enabled: true }],
  ])('that changes the %s of the table', (property, value) => {
    expect(change(TABLE, (properties) => Object.assign(properties, { [property]: value }))).toEqual(ofTable(`${property} cannot change`));
  });

  test('that removes or changes an export while the other stack imports it', () => {
    const [name = ''] = recordedStack('prod').imported;
    const edit = (act: (output: Editable, outputs: Record<string, Editable>, id: string) => unknown) =>
      faultsAfter((_, outputs) => {
        const [id, output] =
          Object.entries(outputs).find(([, { Export }]) => (Export as { Name?: string } | undefined)?.Name === name) ?? [];
        if (id === undefined || !output) throw new Error(`the release does not export ${name}`);
        act(output, outputs, id);
      });
    expect(edit((_, outputs, id) => delete outputs[id])).toEqual([`the export ${name} is removed while the API imports it`]);
    expect(edit((output) => Object.assign(output, { Value: { Ref: 'Other' } }))).toEqual([
      `the export ${name} has another value while the API imports it`,
    ]);
  });

  test('that gives the stack another name', () => {
    const before = recordedStack('prod');
    const after: StatefulStack = { ...before, stackName: 'Other-prod-Data' };
    expect(stackFaults(before, after, replacedBy)).toEqual(['the stack Tenantry-prod-Data has another name: Other-prod-Data']);
  });
});

describe('an update is made', () => {
  test('that creates or deletes one index', () => {
    expect(changeIndexes((indexes) => [newIndex('gsi9'), ...indexes])).toEqual([]);
    expect(changeIndexes((indexes) => indexes.slice(1))).toEqual([]);
  });

  test('that adds resources, and changes what changes in place', () => {
    const faults = faultsAfter((resources) => {
      resources.Another = { Type: TABLE, Properties: {} };
      const [, table] = only(resources, TABLE);
      Object.assign(table.Properties as Editable, { BillingMode: 'PROVISIONED', DeletionProtectionEnabled: false, SSESpecification: {} });
    });
    expect(faults).toEqual([]);
  });
});

test('versions are ordered by their numbers, and a pre-release is before its release', () => {
  const ordered = ['0.1.0', '0.2.0-rc.1', '0.2.0', '0.10.0', '1.0.0'];
  expect(ordered.toReversed().toSorted(compareVersions)).toEqual(ordered);
});
