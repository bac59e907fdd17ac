import { synthesisEnvironment } from '../../local/synthesis-environment.ts';

test('a synthesis gets what may decide the stack, and nothing of the terminal or of the start', () => {
  const env = {
    PATH: '/bin',
    CDK_DEFAULT_REGION: 'eu-west-1',
    MY_SETTING: '1',
    TERM: 'xterm',
    SHLVL: '2',
    npm_lifecycle_event: 'start',
    PORT: '0',
  };
  expect(synthesisEnvironment(env)).toEqual({ PATH: '/bin', CDK_DEFAULT_REGION: 'eu-west-1', MY_SETTING: '1' });
});

test('the order of the variables says nothing', () => {
  expect(JSON.stringify(synthesisEnvironment({ B: '1', A: '2' }))).toBe(JSON.stringify(synthesisEnvironment({ A: '2', B: '1' })));
});
