/** A change that a person asks for: under way, done, or refused with a reason. */
import { useState } from "preact/hooks";

import { failureText } from "./fault-text";

/** Run a change, and say in words what kept it from happening. */
export function useChange(): [problem: string, busy: boolean, run: (work: () => Promise<unknown>) => Promise<boolean>] {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem("");
    try {
      await work();
      return true;
    } catch (failure) {
      setProblem(failureText(failure));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return [problem, busy, run];
}
