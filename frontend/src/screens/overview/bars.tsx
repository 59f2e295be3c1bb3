/** Bars: shares of a whole, and how values are distributed. */
import type { ComponentChildren } from "preact";

import { shareText } from "../../model/origin";
import type { OverviewDoc } from "../../net/types";

/** One subject of the overview, with a way to its numbers as CSV. */
export function Card({ title, about, csv, wide = false, children }: { title: string; about?: string; csv?: string; wide?: boolean; children: ComponentChildren }) {
  return (
    <section class={wide ? "card wide" : "card"} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {csv !== undefined && <a class="quiet" href={csv} download aria-label={`${title} as CSV`}>CSV</a>}
      </header>
      {about !== undefined && <p class="muted">{about}</p>}
      {children}
    </section>
  );
}

export interface Part {
  readonly key: string;
  readonly name: string;
  readonly count: number;
}

/** Shares of a whole; what each part is, the legend says. */
export function StageBar({ parts }: { parts: readonly Part[] }) {
  const total = Math.max(1, parts.reduce((sum, { count }) => sum + count, 0));
  const text = parts.filter(({ count }) => count > 0).map(({ name, count }) => `${count} ${name}`).join(", ");
  return (
    <div class="stage-bar" role="img" aria-label={text || "nothing yet"}>
      {parts.map(({ key, name, count }) => count > 0 && <span key={key} class={`stage-${key}`} style={{ width: `${(count / total) * 100}%` }} title={`${name}: ${count}`} />)}
    </div>
  );
}

export function Legend({ parts }: { parts: readonly Part[] }) {
  return (
    <ul class="legend">
      {parts.map(({ key, name, count }) => (
        <li key={key}>
          <span class={`stage-${key}`} aria-hidden="true" />
          {name} <b>{count.toLocaleString("en")}</b>
        </li>
      ))}
    </ul>
  );
}

/** How many tasks have which agreement; below `low` a task calls for one more person. */
export function Histogram({ bins, low }: { bins: OverviewDoc["agreement"]["bins"]; low: number }) {
  const most = Math.max(1, ...bins.map(({ tasks }) => tasks));
  return (
    <div class="histogram">
      <div class="bars">
        {bins.map(({ start, end, tasks }) => (
          <div key={start} title={`${shareText(start)} to ${shareText(end)}: ${tasks} tasks`}>
            <span class="count">{tasks > 0 ? tasks.toLocaleString("en") : ""}</span>
            <span class={end <= low ? "bar bad" : "bar"} style={{ height: `${(tasks / most) * 96}px` }} />
          </div>
        ))}
        <span class="low" style={{ left: `${low * 100}%` }} title={`Below ${shareText(low)} a task calls for one more annotator`} />
      </div>
      <div class="scale" aria-hidden="true">
        <span>0</span>
        <span>.25</span>
        <span>.5</span>
        <span>.75</span>
        <span>1</span>
      </div>
    </div>
  );
}
