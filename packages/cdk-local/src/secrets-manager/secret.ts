/** One version of a secret; `createdAt` in milliseconds since the epoch. */
export interface SecretVersion {
  readonly id: string;
  readonly value: string;
  /** Staging labels such as `AWSCURRENT`; a version without any is gone. */
  readonly stages: readonly string[];
  readonly createdAt: number;
}

/** A secret with its versions. */
export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly versions: readonly SecretVersion[];
}

export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

/**
 * The secret with one version more, which takes its labels from the others; whatever loses
 * `AWSCURRENT` becomes `AWSPREVIOUS`.
 */
export const withVersion = (secret: Secret, version: SecretVersion): Secret => {
  const losesCurrent = ({ stages }: SecretVersion) => stages.includes(CURRENT) && version.stages.includes(CURRENT);
  const taken = secret.versions.some(losesCurrent) ? [...version.stages, PREVIOUS] : version.stages;
  const others = secret.versions.map((other) => {
    const left = other.stages.filter((stage) => !taken.includes(stage));
    return { ...other, stages: losesCurrent(other) ? [...left, PREVIOUS] : left };
  });
  return { ...secret, versions: [...others.filter(({ stages }) => stages.length > 0), version] };
};

/**
 * Returns the secret with a label moved to another version, or removed. A version without a label
 * is deleted.
 */
export const withLabelMoved = (secret: Secret, label: string, to: string | undefined): Secret => {
  const from = secret.versions.find(({ stages }) => stages.includes(label))?.id;
  const previous = label === CURRENT && from !== undefined && from !== to ? from : undefined;
  const stagesOf = ({ id, stages }: SecretVersion): readonly string[] => [
    ...stages.filter((stage) => stage !== label && !(previous !== undefined && stage === PREVIOUS)),
    ...(id === to ? [label] : []),
    ...(id === previous ? [PREVIOUS] : []),
  ];
  const versions = secret.versions.map((version) => ({ ...version, stages: stagesOf(version) }));
  return { ...secret, versions: versions.filter(({ stages }) => stages.length > 0) };
};
