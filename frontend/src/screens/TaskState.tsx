/** A task's state as the user sees it: a word, and a colour beside it. */
import type { TaskRow } from "../net/types";

const STATES: Record<TaskRow["state"], { text: string; tone: string }> = {
  new: { text: "to do", tone: "" },
  draft: { text: "draft", tone: "accent" },
  done: { text: "done", tone: "good" },
  skipped: { text: "skipped", tone: "" },
};

export function TaskStateText({ row }: { row: Pick<TaskRow, "state" | "proposals"> }) {
  const { text, tone } = STATES[row.state];
  return <span class={`pill ${tone}`}>{row.state === "new" && row.proposals > 0 ? "proposals" : text}</span>;
}
