import type { EventEnvelope } from '@tenantry/cdk-local/eventbridge/resources';

/** The path of the tap on the AWS endpoint of the runtime. */
export const TAP_PATH = '/tenantry-tap';

/** A stream of the events that buses accept, for whoever reads it at the moment. */
export interface EventTap {
  publish(event: EventEnvelope): void;
  /** Answers with one JSON object a line, from now on; it begins with an empty line. */
  respond(): Response;
  /** Ends every answer. */
  stop(): void;
}

/** A reader that is further behind is cut off, so that it does not fill the memory. */
const MOST_WAITING = 10_000;

/** Opens a tap without readers. */
export const openEventTap = (): EventTap => {
  const readers = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();

  const end = (reader: ReadableStreamDefaultController<Uint8Array>): void => {
    readers.delete(reader);
    reader.close();
  };

  const respond = (): Response => {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(reader) {
        own = reader;
        readers.add(reader);
        reader.enqueue(encoder.encode('\n'));
      },
      cancel: () => void readers.delete(own),
    });
    return new Response(body, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } });
  };

  return {
    publish(event) {
      if (readers.size === 0) return;
      const line = encoder.encode(`${JSON.stringify(event)}\n`);
      for (const reader of readers) {
        if ((reader.desiredSize ?? 0) < -MOST_WAITING) end(reader);
        else reader.enqueue(line);
      }
    },
    respond,
    stop: () => readers.forEach(end),
  };
};
