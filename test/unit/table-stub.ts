import { replaceCommit, type Table } from '../../functions/shared/table/table.ts';

const unexpected = async (): Promise<never> => {
  throw new Error('this round trip was not expected');
};

/** A table that answers only the given calls; any other fails. */
export const stubTable = ({ tryCommit = unexpected, ...answers }: Partial<Omit<Table, 'commit'>> = {}): Table =>
  replaceCommit(
    { get: unexpected, getAll: unexpected, page: unexpected, range: unexpected, span: unexpected, branch: unexpected, ...answers },
    tryCommit,
  );
