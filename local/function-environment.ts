const LEVELS = new Set(['INFO', 'WARN', 'ERROR', 'FATAL', 'SILENT']);

/**
 * Returns the variables of a start that its functions get besides their own: the level of their log
 * lines, when it is one.
 */
export const functionEnvironment = ({ LOG_LEVEL }: NodeJS.ProcessEnv): Readonly<Record<string, string>> => {
  const level = LOG_LEVEL?.toUpperCase() ?? '';
  return LEVELS.has(level) ? { LOG_LEVEL: level } : {};
};
