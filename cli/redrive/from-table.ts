import type { Send } from '../../functions/deliveries/bus.ts';
import type { Delivery } from '../../functions/deliveries/delivery.ts';
import { redeliverEvent } from '../../functions/deliveries/redelivery.ts';
import { deliveryStore, type Filter } from '../../functions/deliveries/store.ts';
import { now } from '../../functions/shared/runtime.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import { webhookStore } from '../../functions/webhooks/store.ts';
import type { DeadLetterFilter, DeadLetterSource, FoundDeadLetter } from './dead-letter.ts';
import type { Rules } from './endpoint-rule.ts';

interface TableSource {
  readonly table: Table;
  readonly filter: DeadLetterFilter;
  readonly send: Send;
  readonly rules: Rules;
}

/**
 * Opens the dead letters of the delivery log that nobody has sent again; one is marked once it is
 * sent.
 */
export const deadLettersInTable = ({ table, filter, send, rules }: TableSource): DeadLetterSource => {
  const deliveries = deliveryStore(table);
  const isDeployed = remember(async (name) => (await rules(name))?.isEnabled ?? false);
  const deps = { deliveries, webhooks: webhookStore(table), isDeployed, send, now };
  const toDeadLetter = (delivery: Delivery): FoundDeadLetter => ({
    endpoint: delivery.webhookId,
    event: delivery.event,
    errorCode: delivery.errorCode ?? '',
    send: async () => void (await redeliverEvent(delivery, deps)),
  });

  return {
    async find() {
      const found: FoundDeadLetter[] = [];
      for await (const delivery of everyDelivery(deliveries, filter)) {
        if (filter.error === undefined || delivery.errorCode === filter.error) found.push(toDeadLetter(delivery));
      }
      return found;
    },
    close: async () => {},
  };
};

async function* everyDelivery(deliveries: Pick<ReturnType<typeof deliveryStore>, 'page'>, { webhook, event, from, to }: DeadLetterFilter) {
  const filters = Object.entries({ webhookId: webhook, event, from, to }).filter(([, value]) => value !== undefined);
  const filter: Filter = { owner: '/', result: 'dead-letter', ...Object.fromEntries(filters) };
  let after: string | undefined;
  do {
    const { items, last } = await deliveries.page(filter, { limit: 100, after, newestFirst: false }, now());
    yield* items as unknown as readonly Delivery[];
    after = last;
  } while (after !== undefined);
}

/** Asks once for each name, and again only after a failure. */
const remember = <T>(ask: (name: string) => Promise<T>): ((name: string) => Promise<T>) => {
  const answers = new Map<string, Promise<T>>();
  return (name) => {
    const answer = answers.get(name) ?? ask(name);
    answers.set(name, answer);
    answer.catch(() => answers.delete(name));
    return answer;
  };
};
