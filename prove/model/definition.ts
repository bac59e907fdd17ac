import type { Answer, Request, Spec } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import type { Row } from './rows.ts';

/** The requests to one tenant, and its promises. */
export interface TenantDefinition<State, Input extends { readonly kind: string }> {
  readonly name: string;
  readonly spec: Spec<State, Input>;
  readonly initial: State;
  /** Chooses a request; the mark is another text each time. */
  readonly choose: (random: Random, mark: string) => Input;
  /** Chooses requests that are sent at the same moment, for what only they would show. */
  readonly rush?: (random: Random, markOf: (at: number) => string) => readonly Input[];
  readonly request: (input: Input) => Request;
  /** The rows of an input that is several requests in one. */
  readonly rowsOf?: (input: Input) => readonly Row<Input>[] | undefined;
  /** The events of which one tells that an input was done; none for what no event tells of. */
  readonly eventsOf: (input: Input) => readonly string[] | undefined;
  /** Called with each answer, so that later requests can name what it has. */
  readonly hear: (input: Input, answer: Answer) => void;
  /** Requests that read all when it is quiet. */
  readonly finals: () => readonly Input[];
  /** A list that is then read page by page, and what reads it at once. */
  readonly pages?: { readonly path: string; readonly input: Input };
}
