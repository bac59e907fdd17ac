import { spawnSync } from 'node:child_process';

test('docs/scale.md says what a create uses, what creates cost and which limits they reach, as counted', () => {
  const { LOG_LEVEL: _, DYNAMODB_ENDPOINT: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/scale.ts', '--quick'], { encoding: 'utf8', env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('10,000 a second');
});
