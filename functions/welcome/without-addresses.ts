/** Throws an error of SES again without the addresses that its message names: it is logged, and kept in a dead letter. */
export const withoutAddresses = (error: unknown): never => {
  if (!(error instanceof Error)) throw error;
  const { name, $fault } = error as Error & { readonly $fault?: string };
  throw Object.assign(new Error(error.message.replace(/[^\s<>"',;]+@[^\s<>"',;]+/g, '…@…')), {
    name,
    ...($fault !== undefined && { $fault }),
  });
};
