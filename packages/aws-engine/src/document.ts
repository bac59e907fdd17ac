import { marshall, unmarshall } from './attribute-value.ts';
import type { Client, Command, Output, SendOptions } from './client.ts';
import { withToken } from './dynamodb-service.ts';
import { type Members, mapAt, type Path } from './wire.ts';

interface TranslateConfig {
  readonly marshallOptions?: NonNullable<SendOptions['marshallOptions']>;
}

/** Sends commands whose items are plain objects through a client of DynamoDB. */
export class DynamoDBDocumentClient {
  readonly #client: Client;
  readonly #translate: TranslateConfig;

  constructor(client: Client, translate: TranslateConfig = {}) {
    this.#client = client;
    this.#translate = translate;
  }

  static from(client: Client, translate?: TranslateConfig): DynamoDBDocumentClient {
    return new DynamoDBDocumentClient(client, translate);
  }

  get config() {
    return this.#client.config;
  }

  get middlewareStack() {
    return this.#client.middlewareStack;
  }

  send(command: Command, options?: SendOptions): Promise<Output> {
    return this.#client.send(command, { ...this.#translate, ...options });
  }

  // The connections are those of the client.
  destroy(): void {}
}

/** Where the items of an operation are: in its input and in its output. */
interface Places {
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
}

const pathsOf = (places: readonly string[] = []): readonly Path[] => places.map((place) => place.split('.'));

const convert = (value: Members, paths: readonly Path[], convertItem: (item: Members) => Members): Members =>
  paths.reduce((changed, path) => mapAt(changed, path, (item) => convertItem(item as Members)) as Members, value);

/** Creates the command of an operation whose items are plain objects. */
export const documentCommand = (operation: string, places: Places = {}) => {
  const [inputs, outputs] = [pathsOf(places.inputs), pathsOf(places.outputs)];
  return class implements Command {
    readonly operation = operation;
    readonly input: Members;

    constructor(input: Members) {
      this.input = input;
    }

    bodyOf(input: Members, { marshallOptions }: SendOptions): string {
      return JSON.stringify(
        withToken(
          operation,
          convert(input, inputs, (item) => marshall(item, marshallOptions)),
        ),
      );
    }

    outputOf(answer: Members): Members {
      return convert(answer, outputs, unmarshall);
    }
  };
};
