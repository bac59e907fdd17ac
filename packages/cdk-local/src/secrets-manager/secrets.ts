import { randomUUID } from 'node:crypto';
import { AwsError, notFound } from '../base/aws-error.ts';
import { stateFile } from '../base/state-file.ts';
import { CURRENT, type Secret, type SecretVersion, withLabelMoved, withVersion } from './secret.ts';

type NewVersion = { readonly id?: string | undefined; readonly stages?: readonly string[] | undefined };

/**
 * Secrets by ARN, with or without its six random characters, or by name; an unknown one throws
 * `ResourceNotFoundException`.
 */
export type Secrets = ReturnType<typeof openSecrets>;

const missing = (): AwsError => notFound("Secrets Manager can't find the specified secret.");

/**
 * Opens the secrets of a JSON file (mode 0600) that follows every change; they live in memory
 * without a file.
 */
export const openSecrets = (file?: string) => {
  const kept = stateFile<readonly Secret[]>(file);
  const known = new Map((kept.read() ?? []).map((secret) => [secret.arn, secret]));

  const store = (secret: Secret): void => {
    known.set(secret.arn, secret);
    kept.save([...known.values()]);
  };

  const find = (id: string): Secret | undefined =>
    known.get(id) ?? [...known.values()].find(({ name, arn }) => name === id || arn.slice(0, -7) === id);

  const get = (id: string): Secret => {
    const secret = find(id);
    if (secret === undefined) throw missing();
    return secret;
  };

  const put = (id: string, value: string, { id: versionId = randomUUID(), stages = [CURRENT] }: NewVersion = {}): SecretVersion => {
    const secret = get(id);
    const same = secret.versions.find((version) => version.id === versionId);
    if (same !== undefined && same.value !== value)
      throw new AwsError('ResourceExistsException', `A version ${versionId} with another value exists already.`);
    if (same !== undefined) return same;
    const version = { id: versionId, value, stages: secret.versions.length === 0 ? [...new Set([...stages, CURRENT])] : stages };
    const stored = { ...version, createdAt: Date.now() };
    store(withVersion(secret, stored));
    return stored;
  };

  return {
    get,

    /** The whole ARN of a secret; an unknown one is given back as it is. */
    arnOf: (id: string): string => find(id)?.arn ?? id,

    /** The value with a staging label, `AWSCURRENT` unless given, if there is one. */
    value: (id: string, stage: string = CURRENT): string | undefined =>
      find(id)?.versions.find(({ stages }) => stages.includes(stage))?.value,

    /**
     * Stores a new version; the same version id with the same value changes nothing, with another
     * it throws `ResourceExistsException`.
     */
    put,

    /** Moves a staging label to a version, or takes it from every one. */
    moveLabel: (id: string, label: string, to: string | undefined): void => store(withLabelMoved(get(id), label, to)),

    /** Makes a secret unless it was kept; `generate` gives its first value. */
    create(arn: string, name: string, generate: () => string | undefined): void {
      if (known.has(arn)) return;
      const value = generate();
      store({ arn, name, createdAt: Date.now(), versions: [] });
      if (value !== undefined) put(arn, value);
    },
  };
};
