/** Tells those who watch a customer's exports that there may be something new, within this process. */

export interface ExportFeed {
  changed(tenantId: string): void;
  /** @returns function that ends it */
  watch(tenantId: string, wake: () => void): () => void;
}

export function createExportFeed(): ExportFeed {
  const watchers = new Map<string, Set<() => void>>();
  return {
    changed(tenantId) {
      for (const wake of [...(watchers.get(tenantId) ?? [])]) wake();
    },
    watch(tenantId, wake) {
      const own = watchers.get(tenantId) ?? new Set();
      watchers.set(tenantId, own.add(wake));
      return () => {
        own.delete(wake);
        if (own.size === 0) watchers.delete(tenantId);
      };
    },
  };
}
