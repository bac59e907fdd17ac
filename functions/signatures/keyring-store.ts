import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  InvalidParameterException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { type Keyring, readKeyring } from './keys.ts';

/** The keyring as it was read. */
export interface StoredKeyring {
  readonly keyring: Keyring;
  /** The version of the secret that contains it. */
  readonly version: string;
  readonly writtenAt: Date;
}

/**
 * Thrown when somebody else has changed the keyring since it was read; nothing was changed then.
 */
export class KeyringChanged extends Error {
  constructor() {
    super('The signing keys were changed by another run meanwhile: look again where the rotation stands.');
    this.name = 'KeyringChanged';
  }
}

const CURRENT = 'AWSCURRENT';
/**
 * The label of a version that is to become the current one; the next write moves it from what a
 * dead run left behind.
 */
const PENDING = 'TENANTRYPENDING';

/** Creates the store of the secret with the signing keys, for one writer at a time. */
export const keyringStore = (client: SecretsManagerClient, SecretId: string) => {
  const read = async (): Promise<StoredKeyring> => {
    const { SecretString = '', VersionId = '', CreatedDate = new Date(0) } = await client.send(new GetSecretValueCommand({ SecretId }));
    return { keyring: readKeyring(SecretString), version: VersionId, writtenAt: CreatedDate };
  };

  const isCurrent = async (version: string): Promise<boolean> => (await read()).version === version;

  return {
    read,

    /**
     * Replaces the keyring that was read, as a whole or not at all. A plain PutSecretValue would
     * overwrite what another run wrote. The label is only moved from the version that has it (API
     * reference, UpdateSecretVersionStage).
     * @throws {KeyringChanged}
     */
    replace: async ({ version }: StoredKeyring, keyring: Keyring): Promise<void> => {
      const ClientRequestToken = randomUUID();
      const SecretString = JSON.stringify(keyring);
      await client.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken, VersionStages: [PENDING] }));
      const labels = { VersionStage: CURRENT, RemoveFromVersionId: version, MoveToVersionId: ClientRequestToken };
      try {
        await client.send(new UpdateSecretVersionStageCommand({ SecretId, ...labels }));
      } catch (error) {
        // Another writer has moved one of the labels, or the SDK repeated a call whose answer was
        // lost.
        if (!(error instanceof InvalidParameterException || error instanceof ResourceNotFoundException)) throw error;
        if (!(await isCurrent(ClientRequestToken))) throw new KeyringChanged();
      }
    },
  };
};

export type KeyringStore = ReturnType<typeof keyringStore>;
