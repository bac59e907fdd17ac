import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** The messages of a queue, hidden from others while the command works on them. */
export interface HeldMessages {
  /** Receives all that are there. */
  all(): AsyncGenerator<Message>;
  /** Deletes one that is done with. */
  remove(receiptHandle: string): Promise<void>;
  /** Shows the others again. */
  release(): Promise<void>;
}

/** After a kill they are back by then. */
const HIDDEN_SECONDS = 900;

/** Opens the messages of a queue. */
export const holdMessages = (client: Pick<SQSClient, 'send'>, QueueUrl: string): HeldMessages => {
  const held = new Set<string>();

  return {
    async *all() {
      for (;;) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            ...{ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, VisibilityTimeout: HIDDEN_SECONDS },
            MessageAttributeNames: ['All'],
            MessageSystemAttributeNames: ['SentTimestamp'],
          }),
        );
        if (Messages.length === 0) return;
        for (const { ReceiptHandle = '' } of Messages) held.add(ReceiptHandle);
        yield* Messages;
      }
    },

    async remove(ReceiptHandle) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      held.delete(ReceiptHandle);
    },

    async release() {
      const shown = [...held].map((ReceiptHandle) =>
        client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
      );
      // A message whose time is over has come back by itself.
      await Promise.allSettled(shown);
    },
  };
};
