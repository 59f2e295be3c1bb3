/** A task's state as the user sees it: a word, and a colour beside it. */
import type { TaskRow } from "../net/types";

const STATES: Record<TaskRow["state"], { text: string; tone: string }> = {
  new: { text: "to do", tone: "" },
  draft: { text: "draft", tone: "accent" },
  done: { text: "done", tone: "good" },
  skipped: { text: "skipped", tone: "" },
  sent_back: { text: "sent back", tone: "bad" },
};

export function TaskStateText({ row }: { row: Pick<TaskRow, "state" | "proposals" | "annotations" | "overlap"> }) {
  if (row.state === "new" && row.annotations >= row.overlap) {
    return <span class="pill" title="Others have annotated it as often as it is to be.">by others</span>;
  }
  const { text, tone } = STATES[row.state];
  const proposed = row.proposals === 1 ? "1 proposal" : `${row.proposals} proposals`;
  return <span class={`pill ${tone}`}>{row.state === "new" && row.proposals > 0 ? proposed : text}</span>;
}
