/** Rows of the overview: people, models, and what waits. */
import { durationText } from "../../core/timeaxis";
import { shareText } from "../../model/origin";
import type { OverviewDoc } from "../../net/types";
import { classText } from "../data/classes";
import { dueCount, nextDue } from "../due-text";
import { Legend, StageBar } from "./bars";

type WaitingRow = OverviewDoc["waiting"][number];

const WHAT: Readonly<Record<WaitingRow["what"], string>> = {
  sent_back: "sent back, to be answered",
  to_annotate: "to annotate",
  to_review: "to review",
  open_comments: "with open comments",
  free_seats: "given to nobody yet",
  nobody_left: "want one more annotator, and there is none",
};
const PAGE: Readonly<Partial<Record<WaitingRow["what"], string>>> = { to_review: "/review", open_comments: "/review", free_seats: "/people", nobody_left: "/people" };

export function Waiting({ rows, project }: { rows: readonly WaitingRow[]; project: number }) {
  if (rows.length === 0) return <p class="muted">Nothing waits for anybody.</p>;
  return (
    <table class="table compact">
      <thead>
        <tr>
          <th>For</th>
          <th class="number">Tasks</th>
          <th>What</th>
          <th>Since</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const page = PAGE[row.what];
          return (
            <tr key={`${row.what} ${row.name ?? ""}`}>
              <td>{row.name ?? `any ${row.role}`}</td>
              <td class="number">{row.tasks.toLocaleString("en")}</td>
              <td>{page === undefined ? WHAT[row.what] : <a class="link" href={`/faultmark/projects/${project}${page}`}>{WHAT[row.what]}</a>}</td>
              <td class="muted">{row.since === null ? "" : ago(row.since)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function ago(at: string): string {
  const days = Math.floor((Date.now() - Date.parse(at)) / 86_400_000);
  return days < 1 ? "today" : days === 1 ? "yesterday" : `${days} days`;
}

export function People({ rows, low }: { rows: OverviewDoc["annotators"]; low: number }) {
  if (rows.length === 0) return <p class="muted">Nobody annotates here yet. A manager adds people on the People page.</p>;
  return (
    <table class="table compact">
      <thead>
        <tr>
          <th>Person</th>
          <th>Role</th>
          <th class="number">Done</th>
          <th class="number">Open</th>
          <th class="number">Sent back now</th>
          <th class="number">Ever</th>
          <th class="number">Skipped</th>
          <th class="number">Time a task</th>
          <th class="number">Agreement with others</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <td>{row.name}</td>
            <td class="muted">{row.role || "none any more"}</td>
            <td class="number">{row.done.toLocaleString("en")}</td>
            <td class="number">{row.open.toLocaleString("en")}</td>
            <td class="number">{row.sent_back.toLocaleString("en")}</td>
            <td class="number">{row.returned.toLocaleString("en")}</td>
            <td class="number">{row.skipped.toLocaleString("en")}</td>
            <td class="number">{row.lead_time === null ? "–" : durationText(BigInt(Math.round(row.lead_time)) * 1_000_000_000n)}</td>
            <td class="number">{row.agreement === null ? "–" : <span class={row.agreement < low ? "pill bad" : "pill good"}>{shareText(row.agreement)}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Proposals({ rows }: { rows: OverviewDoc["proposals"] }) {
  if (rows.length === 0) return <p class="muted">No model has proposed anything here yet.</p>;
  const parts = (row: OverviewDoc["proposals"][number]) => [
    { key: "accepted", name: "accepted", count: row.accepted },
    { key: "edited", name: "corrected", count: row.edited },
    { key: "dismissed", name: "dismissed", count: row.dismissed },
  ];
  const sum = (pick: (row: OverviewDoc["proposals"][number]) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return (
    <>
      <table class="table compact">
        <thead>
          <tr>
            <th>Model</th>
            <th>Judged</th>
            <th class="number">Still open</th>
            <th class="number">Precision</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.model_version}>
              <td>{row.model_version || "(no name)"}</td>
              <td style={{ width: "50%" }}><StageBar parts={parts(row)} /></td>
              <td class="number">{row.open.toLocaleString("en")}</td>
              <td class="number strong">{row.precision === null ? "–" : shareText(row.precision)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Legend
        parts={[
          { key: "accepted", name: "accepted", count: sum((row) => row.accepted) },
          { key: "edited", name: "corrected", count: sum((row) => row.edited) },
          { key: "dismissed", name: "dismissed", count: sum((row) => row.dismissed) },
        ]}
      />
    </>
  );
}

export function Retention({ rows }: { rows: OverviewDoc["retention"] }) {
  if (rows.length === 0) return <p class="muted">No periods are set: everything is kept until somebody deletes it.</p>;
  return (
    <table class="table compact">
      <thead>
        <tr>
          <th>Data</th>
          <th class="number">Days kept</th>
          <th class="number">Tasks due now</th>
          <th class="number">Held back</th>
          <th>Next due</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.data_class}>
            <td>{classText(row.data_class)}</td>
            <td class="number">{row.days.toLocaleString("en")}</td>
            <td class="number">{dueCount(row, row.due)}</td>
            <td class="number">{dueCount(row, row.held)}</td>
            <td class="muted">{nextDue(row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
