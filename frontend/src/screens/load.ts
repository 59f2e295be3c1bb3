/** What is fetched for a screen: pending, there, or failed, and how to try again. */
import { useEffect, useState } from "preact/hooks";

import { ApiError, isAbort } from "../net/api";

export type Loaded<T> = { state: "pending" } | { state: "ready"; value: T } | { state: "failed"; error: ApiError };

export function useLoaded<T>(fetch: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[]): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "pending" });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    fetch(abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) setLoaded({ state: "ready", value });
      },
      (error: unknown) => {
        if (isAbort(error)) return;
        setLoaded({ state: "failed", error: error instanceof ApiError ? error : new ApiError(0, String(error)) });
      },
    );
    return () => {
      abort.abort();
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
