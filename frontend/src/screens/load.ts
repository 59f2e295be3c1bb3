/** What is fetched for a screen: pending, there, or failed, and how to try again. */
import { useEffect, useState } from "preact/hooks";

import { ApiError, isAbort } from "../net/api";

export type Loaded<T> = { state: "pending" } | { state: "ready"; value: T } | { state: "failed"; error: ApiError };

/** @param leave  what is to be done with what was loaded, once other inputs take its place or the screen goes */
export function useLoaded<T>(fetch: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[], leave?: (value: T) => void): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "pending" });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let mine: { value: T } | null = null;
    fetch(abort.signal).then(
      (value) => {
        if (abort.signal.aborted) {
          leave?.(value);
          return;
        }
        mine = { value };
        setLoaded({ state: "ready", value });
      },
      (error: unknown) => {
        if (isAbort(error)) return;
        setLoaded({ state: "failed", error: error instanceof ApiError ? error : new ApiError(0, String(error)) });
      },
    );
    return () => {
      abort.abort();
      // What is left is not shown any longer; other things stay until the next ones are there.
      if (mine === null || leave === undefined) return;
      setLoaded({ state: "pending" });
      leave(mine.value);
    };
  }, [...inputs, turn]);
  return [
    loaded,
    () => {
      setLoaded({ state: "pending" });
      setTurn((last) => last + 1);
    },
  ];
}
