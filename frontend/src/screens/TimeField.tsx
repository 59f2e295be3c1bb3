/** An edge of a region as an exact time that can be typed over. */
import { useState } from "preact/hooks";

import type { AxisInfo } from "../core/types";
import type { Edge, Region } from "../model/region";
import type { Session } from "../model/session";
import { clockText, momentText } from "../model/times";
import { readTime } from "../model/typed-time";
import type { View } from "./view";

export function TimeField({ name, session, view, axis, id, region, edge }: { name: string; session: Session; view: View; axis: AxisInfo; id: string; region: Region; edge: Edge }) {
  const tick = region[edge];
  const zone = view.zone.value;
  const [problem, setProblem] = useState<string | null>(null);
  const exact = momentText(axis, tick, zone);
  const chosen = session.selection.edge.value === edge && !region.instant;
  return (
    <label class="time">
      <span class="name">
        <span>{name}</span>
        {chosen && <kbd title="The arrow keys move this edge by a sample">← →</kbd>}
      </span>
      <input
        class="input"
        aria-label={name}
        key={`${id} ${exact}`}
        defaultValue={clockText(axis, tick, zone)}
        title={exact}
        aria-invalid={problem !== null}
        onChange={(event) => {
          const read = readTime(axis, event.currentTarget.value, tick, zone);
          setProblem("problem" in read ? read.problem : null);
          if ("tick" in read) session.regions.moveEdge(id, edge, session.telemetry.snap(read.tick));
        }}
        onFocus={() => { session.selection.edge.value = edge; }}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
      <span class={problem === null ? "muted date" : "problem"} role={problem === null ? undefined : "alert"}>{problem ?? (axis.kind === "time" ? exact.slice(0, 10) : "")}</span>
    </label>
  );
}
