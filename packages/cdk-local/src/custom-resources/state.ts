import type { Collection, Journal } from '../base/journal.ts';
import type { CustomResourceRequest, Kept } from './request.ts';

/** A request that was begun, and the state that its success makes. */
export interface Begun {
  readonly path: string;
  readonly request: CustomResourceRequest;
  readonly next: Pick<Kept, 'type' | 'onEvent' | 'provider' | 'deletion'>;
}

/** A collection of the journal, which can be read when nothing is kept on file, too. */
export interface State<Value> {
  get(key: string): Value | undefined;
  entries(): readonly (readonly [key: string, value: Value])[];
  put(key: string, value: Value): void;
  remove(key: string): void;
}

/** The custom resources that there are, and the requests that were begun and not ended, by path. */
export interface CustomResourceState {
  readonly kept: State<Kept>;
  readonly begun: State<Begun>;
}

/** Opens the state of custom resources. */
export const openState = (journal: Journal): CustomResourceState => ({
  kept: stateOf(journal.collection<Kept>('custom-resource')),
  begun: stateOf(journal.collection<Begun>('custom-resource-request')),
});

const stateOf = <Value>(collection: Collection<Value>): State<Value> => {
  const values = new Map(collection.entries());
  return {
    get: (key) => values.get(key),
    entries: () => [...values],
    put(key, value) {
      collection.put(key, value);
      values.set(key, value);
    },
    remove(key) {
      collection.remove(key);
      values.delete(key);
    },
  };
};
