/** A place in the browser's storage. It is small and shared by all tasks: what was used longest ago makes room. */

export interface Shelf {
  read(): string | null;
  /** Returns whether it was written. */
  write(text: string): boolean;
  clear(): void;
}

/** Tasks of which something is kept at a time. */
const MOST_SHELVES = 60;

interface Content {
  readonly at: number;
  readonly text: string;
}

function contentOf(storage: Storage, name: string): Content | null {
  const text = storage.getItem(name);
  const cut = text?.indexOf(" ") ?? -1;
  return text === null || cut < 1 ? null : { at: Number(text.slice(0, cut)), text: text.slice(cut + 1) };
}

/** A shelf called `kind:name`. Shelves of the same kind make room for one another. Without storage there is none. */
export function storageShelf(storage: Storage | undefined, kind: string, name: string, now: () => number = Date.now): Shelf | null {
  if (storage === undefined) return null;
  const key = `${kind}:${name}`;
  const others = () => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "").filter((other) => other.startsWith(`${kind}:`) && other !== key);
  const oldestFirst = (names: readonly string[]) =>
    names
      .map((other) => ({ other, at: contentOf(storage, other)?.at ?? 0 }))
      .sort((a, b) => a.at - b.at)
      .map(({ other }) => other);
  const put = (text: string): boolean => {
    try {
      storage.setItem(key, `${now()} ${text}`);
      return true;
    } catch {
      return false;
    }
  };
  return {
    read: () => contentOf(storage, key)?.text ?? null,
    write: (text) => {
      const names = others();
      if (names.length < MOST_SHELVES && put(text)) return true;
      // What the others hold is large, and only looked into where one of them has to go.
      const oldest = oldestFirst(names);
      while (oldest.length >= MOST_SHELVES) storage.removeItem(oldest.shift() ?? "");
      for (;;) {
        if (put(text)) return true;
        const gone = oldest.shift();
        if (gone === undefined) return false;
        storage.removeItem(gone);
      }
    },
    clear: () => {
      storage.removeItem(key);
    },
  };
}
