import { delimiter, dirname, join } from 'node:path';
import { synthesisEnvironment } from '../../local/synthesis-environment.ts';

const FOLDER = '/project';
const FIRST = [dirname(process.execPath), join(FOLDER, 'node_modules', '.bin')];
const pathOf = (...folders: readonly string[]): string => folders.join(delimiter);

/** A shell without a terminal around it. */
const SHELL = { PATH: pathOf('/usr/bin', '/bin'), HOME: '/home/ada', CDK_DEFAULT_REGION: 'eu-west-1' };

/** What it gets beside. */
const FIXED = { CDK_VALIDATION: 'false' };

/** The variables that each of these sets, as it sets them. */
const TERMINALS = {
  GNOME: { GNOME_TERMINAL_SCREEN: '/org/gnome/Terminal/screen/1', GNOME_TERMINAL_SERVICE: ':1.90', VTE_VERSION: '7600' },
  Windows: { WT_SESSION: '9a1f', WT_PROFILE_ID: '{61c5}', WSLENV: 'WT_SESSION' },
  iTerm: { ITERM_SESSION_ID: 'w0t1p0:1', ITERM_PROFILE: 'Default', LC_TERMINAL: 'iTerm2', COLORFGBG: '7;0' },
  kitty: { KITTY_WINDOW_ID: '3', KITTY_PID: '812', TERMINFO: '/usr/lib/kitty/terminfo' },
  WezTerm: { WEZTERM_PANE: '4', WEZTERM_UNIX_SOCKET: '/run/user/1000/wezterm/gui-sock-9' },
  Zellij: { ZELLIJ: '0', ZELLIJ_SESSION_NAME: 'brave-fox' },
  Konsole: { KONSOLE_DBUS_SESSION: '/Sessions/2', KONSOLE_VERSION: '240800', SHELL_SESSION_ID: '77' },
  'one of tomorrow': { TERMINAL_OF_TOMORROW: '1' },
  SSH: { SSH_CONNECTION: '10.0.0.1 50000 10.0.0.2 22', SSH_TTY: '/dev/pts/1', LC_ALL: 'C.UTF-8' },
  npm: { npm_lifecycle_event: 'start', INIT_CWD: FOLDER, NODE: '/n', PATH: pathOf(...FIRST, '/lib/node-gyp-bin', SHELL.PATH) },
  'npm in a workspace': { PATH: pathOf('/project/packages/a/node_modules/.bin', '/node_modules/.bin', SHELL.PATH) },
  'VS Code': { VSCODE_IPC_HOOK_CLI: '/run/1', PATH: pathOf('/home/ada/.vscode-server/bin/1/bin/remote-cli', SHELL.PATH) },
  'credentials that rotate': { AWS_SESSION_TOKEN: 'xyz', AWS_ACCESS_KEY_ID: 'ASIA1', AWS_SECRET_ACCESS_KEY: 's' },
  'options of the start': { PORT: '0', DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000', LOG_LEVEL: 'ERROR' },
  'secrets of commands': { TENANTRY_TOKEN: 'eyJ', TENANTRY_CLIENT_SECRET: 's', TENANTRY_URL: 'https://a.example' },
};

test.each(Object.entries(TERMINALS))('from %s a synthesis gets what it gets from any other', (_, variables) => {
  expect(synthesisEnvironment({ ...SHELL, ...variables }, FOLDER)).toEqual({ ...SHELL, ...FIXED, PATH: pathOf(...FIRST, SHELL.PATH) });
});

test.each(['CDK_DEFAULT_ACCOUNT', 'CDK_VALIDATION', 'NODE_OPTIONS', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'TENANTRY_OWN_SETTING', 'TMPDIR'])(
  'a synthesis gets %s',
  (name) => {
    expect(synthesisEnvironment({ ...SHELL, [name]: '1' }, FOLDER)).toMatchObject({ [name]: '1' });
  },
);

test('commands are found where the project and the system have them, in the order of the system', () => {
  const { PATH } = synthesisEnvironment({ PATH: pathOf('/opt/own', '/bin', '', '/opt/own') }, FOLDER);
  expect(PATH).toBe(pathOf(...FIRST, '/opt/own', '/bin'));
});
