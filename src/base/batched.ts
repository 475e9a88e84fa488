/**
 * Makes one piece of work of all items that come while the one before is under way. Each call resolves, or rejects,
 * with the work that its item was part of; items keep their order, and no two pieces of work overlap.
 */
export function batched<Item>(work: (items: readonly Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let waiting: { readonly items: Item[]; readonly done: Promise<void> } | undefined;
  let before: Promise<void> = Promise.resolve();
  return (item) => {
    if (!waiting) {
      const items: Item[] = [];
      const done = before.then(() => {
        waiting = undefined;
        return work(items);
      });
      waiting = { items, done };
      before = done.catch(() => {});
    }
    waiting.items.push(item);
    return waiting.done;
  };
}
