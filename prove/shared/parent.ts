/** An order that every child takes, besides its own: to end in order. */
export interface StopOrder {
  readonly kind: 'stop';
}

/** An order to a child; its answer has the same id. */
export interface Asked<Order> {
  readonly id: number;
  readonly order: Order | StopOrder;
}

/** A message of a child: that it has started, or the answer to an order. */
export type Said<Started> =
  | { readonly kind: 'started'; readonly started: Started }
  | { readonly kind: 'answer'; readonly id: number; readonly answer?: unknown; readonly error?: string };

interface Service<Started, Order> {
  /** Sent to the parent. */
  readonly started: Started;
  readonly run: (order: Order) => unknown;
  readonly stop: () => Promise<unknown>;
}

/**
 * Ends this process with its parent from now on: at once while it starts, in order when it serves.
 * To be called before anything is started. Returns what serves the parent.
 */
export const followParent = () => {
  let stop: (() => Promise<unknown>) | undefined;
  const end = (): void => {
    if (stop) void stop().finally(() => process.exit(0));
    else process.exit(0);
  };
  process.on('disconnect', end);
  // The parent died while the modules of this process were loaded.
  if (!process.connected) end();

  const tell = <Started>(message: Said<Started>, then: () => void = () => undefined): void => void process.send?.(message, then);

  return {
    /** Says that this process has started, and takes orders. */
    serve<Started, Order>(service: Service<Started, Order>): void {
      stop = service.stop;
      process.on('message', async ({ id, order }: Asked<Order>) => {
        const isEnd = isStop(order);
        try {
          const answer = await (isEnd ? service.stop().then(() => undefined) : service.run(order));
          tell({ kind: 'answer', id, answer }, () => isEnd && process.exit(0));
        } catch (error) {
          tell({ kind: 'answer', id, error: String(error) });
        }
      });
      tell({ kind: 'started', started: service.started });
    },
  };
};

const isStop = <Order>(order: Order | StopOrder): order is StopOrder => (order as StopOrder).kind === 'stop';
