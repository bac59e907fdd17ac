import { propertiesOf as all, only, type Template, templatesOf } from './installation-template.ts';
import { RESTORED_STREAM } from './installations.ts';

const dev = templatesOf('dev');
const restored = templatesOf('changed');
const released = templatesOf('ownBus');

const TABLE = 'AWS::DynamoDB::Table';

const exportsOf = ({ Outputs }: Template): readonly string[] => Object.values(Outputs).flatMap((output) => output?.Export?.Name ?? []);

const tableNamesOf = (template: Template): ReadonlySet<unknown> =>
  new Set(
    all('AWS::Lambda::Function', template).flatMap(({ Environment }) => {
      const { TABLE_NAME } = (Environment as { readonly Variables: Readonly<Record<string, unknown>> }).Variables;
      return TABLE_NAME === undefined ? [] : [TABLE_NAME];
    }),
  );

test('both stacks use the restored table: functions, streams, metrics and the output that commands read', () => {
  for (const { data, api } of [restored, released]) {
    expect(data.Outputs.TableName?.Value).toBe('restored');
    expect(tableNamesOf(api)).toEqual(new Set(['restored']));
    expect(tableNamesOf(data)).toEqual(new Set(['restored']));
    expect(all('AWS::Lambda::EventSourceMapping', api).map(({ EventSourceArn }) => EventSourceArn)).toEqual(
      all('AWS::Lambda::EventSourceMapping', dev.api).map(({ EventSourceArn }) =>
        isStream(EventSourceArn) ? RESTORED_STREAM : expect.anything(),
      ),
    );
    expect(JSON.stringify(all('AWS::CloudWatch::Alarm', api))).toContain('{"Name":"TableName","Value":"restored"}');
    expect(JSON.stringify(api)).not.toMatch(/ImportValue":"[^"]*Table7ABB320E/);
  }
});

const isStream = (arn: unknown): boolean => JSON.stringify(arn).includes('StreamArn');

test('rights are on the restored table and its indexes, and as many as on the own one', () => {
  const [ours, theirs] = [dev, restored].map(({ api }) => JSON.stringify(all('AWS::IAM::Role', api)));
  expect(theirs?.match(/:table\/restored/g)?.length).toBe(ours?.match(/ImportValue":"[^"]*Table7ABB320E/g)?.length);
});

test('the own table stays in its stack unchanged, with the exports that the deployed API still imports, so that going there and back are updates', () => {
  expect(only(restored.data, TABLE)).toEqual(only(dev.data, TABLE));
  expect(exportsOf(dev.data).filter((name) => /Table7ABB320E/.test(name))).toHaveLength(3);
  expect(exportsOf(restored.data)).toEqual(expect.arrayContaining([...exportsOf(dev.data)]));
});

test('without the former table the stack has none, and backups are of the restored one', () => {
  expect(all(TABLE, released.data)).toEqual([]);
  const [{ BackupSelection } = {}] = all('AWS::Backup::BackupSelection', released.data);
  expect(JSON.stringify(BackupSelection)).toContain(':dynamodb:eu-west-1:111111111111:table/restored"');
});
