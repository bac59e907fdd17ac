// They differ from start to start or from terminal to terminal, and say nothing about the stack.
const OF_THE_TERMINAL = /^(?:_|COLORTERM|COLUMNS|INIT_CWD|LINES|OLDPWD|PWD|SHLVL|SSH_.*|TERM.*|TMUX.*|VSCODE_.*|WINDOWID|XDG_.*|npm_.*)$/;

// Options of `npm start` itself.
const OF_THE_START = new Set(['PORT', 'DYNAMODB_ENDPOINT']);

/**
 * Returns the variables that a synthesis gets, by name. It gets no others, so that an assembly can
 * be found again by all that it was made from.
 */
export const synthesisEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env)
      .filter(([name]) => !OF_THE_TERMINAL.test(name) && !OF_THE_START.has(name))
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
