import { delimiter, dirname, join, resolve } from 'node:path';

// Node, the CDK and esbuild read these, or the system needs them to run a process. They decide what
// is written, or are the same in every terminal.
const READ =
  /^(?:CDK_.*|NODE_.*|TENANTRY_.*|AWS_REGION|AWS_DEFAULT_REGION|ESBUILD_BINARY_PATH|HOME|TMPDIR|LD_LIBRARY_PATH|NIX_LD.*|APPDATA|COMSPEC|LOCALAPPDATA|PATHEXT|SYSTEMDRIVE|SYSTEMROOT|TEMP|TMP|USERPROFILE|WINDIR)$/;

// Those of the operator's commands, two of which are secrets.
const OF_COMMANDS = new Set(['TENANTRY_TOKEN', 'TENANTRY_CLIENT_SECRET', 'TENANTRY_URL']);

const NO_VALIDATION = ['CDK_VALIDATION', 'false'] as const;

/**
 * Returns the variables that a synthesis in a folder gets, by name. It gets no others, so that an
 * assembly can be found again by all that it was made from, from whatever terminal. The CDK does
 * not validate the templates, which takes as long as all else; `cdk synth` does.
 */
export const synthesisEnvironment = (env: NodeJS.ProcessEnv, folder: string): Readonly<Record<string, string>> => {
  // On Windows, names have any case.
  const given = Object.entries(env).map(([name, value = '']) => [process.platform === 'win32' ? name.toUpperCase() : name, value] as const);
  const read = given.filter(([name]) => READ.test(name) && !OF_COMMANDS.has(name));
  const path = given.find(([name]) => name === 'PATH')?.[1] ?? '';
  return Object.fromEntries(
    [NO_VALIDATION, ...read, ['PATH', pathOf(path, folder)] as const].toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
};

// npm puts its own folders and the project's Node first; a start without npm must find the same.
const pathOf = (path: string, folder: string): string => {
  const others = path.split(delimiter).filter((each) => each !== '' && !OF_THE_START.test(each));
  return [...new Set([dirname(process.execPath), join(resolve(folder), 'node_modules', '.bin'), ...others])].join(delimiter);
};

// npm adds the first two, the terminal of an editor the third.
const OF_THE_START = /[\\/](?:node_modules[\\/]\.bin|node-gyp-bin|\.(?:vscode|cursor)[^\\/]*[\\/].*)[\\/]?$/;
