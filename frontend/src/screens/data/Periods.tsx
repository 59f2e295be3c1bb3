/** The period and the reason for each class of data. */
import { useState } from "preact/hooks";

import type { DataClass, RetentionRule, RetentionRuleBody } from "../../net/types";
import { api } from "../boot";
import { useChange } from "../change";
import { CLASSES } from "./classes";

interface Line {
  readonly days: string;
  readonly basis: string;
  readonly deleteSources: boolean;
  readonly keys: string;
}

const lineOf = (rule: RetentionRule | undefined): Line => ({
  days: rule === undefined ? "" : String(rule.days),
  basis: rule?.basis ?? "",
  deleteSources: rule?.delete_sources ?? false,
  keys: (rule?.personal_keys ?? []).join(", "),
});

const bodyOf = (name: DataClass, line: Line): RetentionRuleBody => ({
  data_class: name,
  days: Number(line.days),
  basis: line.basis.trim(),
  delete_sources: line.deleteSources,
  personal_keys: line.keys.split(",").map((key) => key.trim()).filter((key) => key !== ""),
});

export function Periods({ project, rules, changed }: { project: number; rules: readonly RetentionRule[]; changed: () => Promise<void> }) {
  const [lines, setLines] = useState(() => new Map(CLASSES.map(({ name }) => [name, lineOf(rules.find((rule) => rule.data_class === name))])));
  const [problem, busy, run] = useChange();
  const line = (name: DataClass): Line => lines.get(name) ?? lineOf(undefined);
  const change = (name: DataClass, part: Partial<Line>) => { setLines(new Map(lines).set(name, { ...line(name), ...part })); };
  return (
    <form
      aria-label="Periods"
      onSubmit={(event) => {
        event.preventDefault();
        const kept = CLASSES.filter(({ name }) => line(name).days !== "").map(({ name }) => bodyOf(name, line(name)));
        void run(() => api.setRetention(project, kept).then(changed));
      }}
    >
      <table class="table compact">
        <thead>
          <tr>
            <th>Data</th>
            <th>Days kept</th>
            <th>Reason: purpose, contract, law</th>
            <th>Also</th>
          </tr>
        </thead>
        <tbody>
          {CLASSES.map(({ name, text, about }) => {
            const { days, basis, deleteSources, keys } = line(name);
            return (
              <tr key={name}>
                <td>{text}<span class="muted"> · {about}</span></td>
                <td><input class="input count" type="number" min={0} max={36_500} step={1} placeholder="no end" aria-label={`Days kept: ${text}`} value={days} onInput={(event) => { change(name, { days: event.currentTarget.value }); }} /></td>
                <td><input class="input basis" aria-label={`Reason: ${text}`} required={days !== ""} maxLength={2000} value={basis} onInput={(event) => { change(name, { basis: event.currentTarget.value }); }} /></td>
                <td>
                  {name === "telemetry" && (
                    <label class="check" title="Else only uploads are deleted, and files of connected storages stay.">
                      <input type="checkbox" checked={deleteSources} onChange={(event) => { change(name, { deleteSources: event.currentTarget.checked }); }} />
                      files in storages
                    </label>
                  )}
                  {name === "personal" && (
                    <input class="input" aria-label="Keys of a task's data that name people" title="Keys of a task's data that name people, separated by commas" placeholder="operator, shift_lead" value={keys} onInput={(event) => { change(name, { keys: event.currentTarget.value }); }} />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div class="row-form">
        <button class="button primary" type="submit" disabled={busy}>Save periods</button>
      </div>
      {problem !== "" && <p class="problem" role="alert">{problem}</p>}
    </form>
  );
}
