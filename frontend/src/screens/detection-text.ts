/** How far a run of the detectors is, or how it ended, in words. */
import { shareText } from "../model/origin";
import type { DetectionRun } from "../net/types";

export const counted = (count: number, one: string, more = `${one}s`): string => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

/** What a channel's proposals have to reach, and why it is not what the run was asked for. */
export function barText({ channel, least, verdicts }: DetectionRun["bars"][number], asked: number): string {
  return `${channel}: ${shareText(least)} instead of ${shareText(asked)}, after ${counted(verdicts, "verdict")}`;
}

export function runText(run: DetectionRun): string {
  const tasks = `${run.done.toLocaleString("en")} of ${counted(run.total, "task")}`;
  const found = counted(run.proposals, "region");
  switch (run.state) {
    case "queued":
      return "Detection waits for its turn.";
    case "running":
      return `Looking for anomalies: ${tasks} done, ${found} proposed.`;
    case "cancelled":
      return `Detection was cancelled after ${tasks}. What was proposed stays.`;
    case "failed":
      return `Detection failed after ${tasks}.`;
    case "done":
      return `${found} proposed in ${counted(run.done - run.failed, "task")}.${run.failed > 0 ? ` ${counted(run.failed, "task")} could not be looked at.` : ""}`;
  }
}
