/** Tables whose cells are shaded by their value: between annotators, between classes, by machine. */
import { shareText } from "../../model/origin";
import type { OverviewDoc } from "../../net/types";

const UNNAMED = "(no class)";

function shade(share: number, color = "--accent"): { background: string } {
  return { background: `color-mix(in srgb, var(${color}) ${Math.round(share * 42)}%, transparent)` };
}

function classText(label: string | undefined): string {
  return label === undefined || label === "" ? UNNAMED : label;
}

/** An address without what all of them share. */
function short(name: string): string {
  return name.includes("@") ? name.slice(0, name.indexOf("@")) : name;
}

export function Matrix({ matrix, low }: { matrix: OverviewDoc["matrix"]; low: number }) {
  const { names, cells } = matrix;
  if (names.length < 2) return <p class="muted">As soon as two people have annotated the same task, it says here how alike they mark.</p>;
  return (
    <div class="scroll">
      <table class="heat">
        <thead>
          <tr>
            <td />
            {names.map((name) => <th key={name} scope="col" title={name}>{short(name)}</th>)}
          </tr>
        </thead>
        <tbody>
          {cells.map((row, i) => (
            <tr key={names[i]}>
              <th scope="row" title={names[i]}>{short(names[i] ?? "")}</th>
              {row.map((cell, j) =>
                i === j ? (
                  <td key={j} class="self" aria-label="himself" />
                ) : cell.mean === null ? (
                  <td key={j} class="muted" title="No task in common">–</td>
                ) : (
                  <td key={j} style={shade(cell.mean, cell.mean < low ? "--bad" : "--accent")} title={`${names[i] ?? ""} and ${names[j] ?? ""}: ${cell.tasks} tasks`}>
                    {shareText(cell.mean)} <small>{cell.tasks}</small>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Confusion({ confusion }: { confusion: OverviewDoc["confusion"] }) {
  const { labels, rows } = confusion;
  if (rows.length === 0) return <p class="muted">No two people have marked anything in the same task yet.</p>;
  return (
    <div class="scroll">
      <table class="heat">
        <thead>
          <tr>
            <td />
            {labels.map((label) => <th key={label} scope="col">{classText(label)}</th>)}
            <th scope="col">only one</th>
            <th scope="col">both so</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => {
            const all = Math.max(1, row.missed + row.counts.reduce((sum, count) => sum + count, 0));
            return (
              <tr key={row.label}>
                <th scope="row">{classText(row.label)}</th>
                {row.counts.map((count, j) => (
                  <td key={j} class={count === 0 ? "muted" : undefined} style={shade(count / all, i === j ? "--accent" : "--bad")} title={`${classText(row.label)} and ${classText(labels[j])}: ${count}`}>
                    {count === 0 ? "·" : count.toLocaleString("en")}
                  </td>
                ))}
                <td class={row.missed === 0 ? "muted" : undefined} style={shade(row.missed / all, "--warn")}>{row.missed === 0 ? "·" : row.missed.toLocaleString("en")}</td>
                <td class="strong">{row.agreed === null ? "–" : shareText(row.agreed)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function Machines({ machines }: { machines: OverviewDoc["machines"] }) {
  return <Counts labels={machines.labels} rows={machines.rows.map(({ machine, counts }) => ({ name: machine || "(no machine)", counts }))} />;
}

export function Weeks({ weeks }: { weeks: OverviewDoc["weeks"] }) {
  return <Counts labels={weeks.labels} rows={weeks.rows.map(({ week, counts }) => ({ name: week, counts }))} />;
}

function Counts({ labels, rows }: { labels: readonly string[]; rows: readonly { name: string; counts: readonly number[] }[] }) {
  if (rows.length === 0) return <p class="muted">Nothing is marked yet.</p>;
  const most = Math.max(1, ...rows.flatMap(({ counts }) => counts));
  return (
    <div class="scroll">
      <table class="heat">
        <thead>
          <tr>
            <td />
            {labels.map((label) => <th key={label} scope="col">{classText(label)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, counts }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {counts.map((count, j) => (
                <td key={j} class={count === 0 ? "muted" : undefined} style={shade(count / most)}>{count === 0 ? "·" : count.toLocaleString("en")}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
