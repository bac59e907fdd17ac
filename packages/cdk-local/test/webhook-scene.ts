import { webhookBridge } from './webhook-bridge.ts';
import { type Reply, type WebhookReceiver, webhookReceiver } from './webhook-receiver.ts';

/** Receivers and bridges for the tests of one file; all of them are stopped after each test. */
export const webhookScene = () => {
  const open: { stop(): Promise<unknown> }[] = [];

  afterEach(async () => {
    for (const { stop } of open.splice(0).reverse()) await stop();
  });

  return {
    async receiver(reply?: Reply): Promise<WebhookReceiver> {
      const started = await webhookReceiver(reply);
      open.push(started);
      return started;
    },

    connect(setup: Parameters<typeof webhookBridge>[0]) {
      const connected = webhookBridge(setup);
      open.push(connected.bridge);
      return connected;
    },
  };
};
