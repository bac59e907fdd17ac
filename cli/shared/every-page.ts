interface Page<Item> {
  readonly items: readonly Item[];
  /** The token of the page after it; absent on the last one. */
  readonly next: string | undefined;
}

/** Reads a list of EventBridge to its end, giving `read` where each page begins; the SDK has no paginators for it. */
export const everyPage = async <Item>(read: (start: { readonly NextToken?: string }) => Promise<Page<Item>>): Promise<readonly Item[]> => {
  const { items, next } = await read({});
  const all = [...items];
  for (let NextToken = next; NextToken !== undefined; ) {
    const page = await read({ NextToken });
    all.push(...page.items);
    NextToken = page.next;
  }
  return all;
};
