/** The panes of the review: a lane for each annotator and each model, and the settled lane that is worked on. */
import { computed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { PALETTES } from "../../core/palette";
import { asTick } from "../../core/tick";
import { tickLabel } from "../../core/timeaxis";
import type { AxisInfo, Tick } from "../../core/types";
import { clampWindow } from "../../core/window";
import { eventsFromWire } from "../../model/events";
import type { Lane } from "../../model/review/lanes";
import type { Review } from "../../model/review/review";
import type { Telemetry } from "../../model/telemetry";
import { createTileSource, viewUrl } from "../../net/tiles";
import { mountStack } from "../../panes/stack";
import type { DrawnRegion, LaneSpec } from "../../panes/types";
import { drawnRegion, type Theme } from "../drawn";
import { EVENTS, eventLane } from "../lanes";
import { gapOf } from "../../model/session";
import { arrangedPanes, arranging, oneStepADrag } from "../stage";
import { theme } from "../theme";
import type { View } from "../view";

const SETTLED = "settled";

export function ReviewStack({ review, axis, view }: { review: Review; axis: AxisInfo; view: View }) {
  const root = useRef<HTMLDivElement>(null);
  const series = review.telemetry.series.value.id ?? "";

  useEffect(() => {
    if (root.current === null || series === "") return undefined;
    const { schema, telemetry, selection } = review;
    const tiles = createTileSource({ url: viewUrl(review.bench.task.id, series) });
    const events = eventsFromWire(review.bench.events);
    const panes = arrangedPanes(schema, review.bench.limits, view);
    const settled = computed(() => review.ordered.value.map((region) => drawnRegion(schema, region, theme.value, selection.has(region.id))));
    const lanes = computed((): LaneSpec[] => [
      ...(events.length > 0 ? [eventLane(events, theme.value, view.event.value)] : []),
      ...review.lanes.value.map((lane) => laneSpec(review, lane, theme.value)),
      { id: SETTLED, kind: "regions", title: "settled", tone: "settled", items: settled.value },
    ]);
    const dragging = oneStepADrag(review.history);
    const stack = mountStack(
      root.current,
      {
        axis,
        gap: gapOf(telemetry.series.value),
        panes,
        lanes,
        tiles,
        window: telemetry.window,
        cursor: telemetry.cursor,
        regions: settled,
        drawColor: computed(() => PALETTES[theme.value].accent),
        theme,
        zone: view.zone,
        formatTick: (tick, resolution) => tickLabel(axis, tick, resolution, view.zone.value),
      },
      {
        drawRange: (start, end) => { review.commands.draw(start, end, false); },
        setInstant: (at) => { review.commands.draw(at, at, true); },
        select: (id) => { review.select(id); },
        resize: (id, edge, at, phase) => { dragging(phase, (key) => { review.commands.moveEdge(id, edge, at, key); }); },
        moveRegion: (id, start, end, phase) => { dragging(phase, (key) => { review.commands.move(id, start, end, key); }); },
        laneSelect: (lane, item) => {
          if (lane === EVENTS) view.event.value = view.event.value === item ? null : item;
          else if (lane === SETTLED) review.select(item);
          else if (item.startsWith("disagreement:")) review.look(Number(item.split(":")[1]));
          else review.pick(lane, item.slice(lane.length + 1));
        },
        hover: () => undefined,
        ...arranging(schema, panes, view),
        status: (status) => { view.status.value = status; },
        failed: (error) => { review.failure.value = error; },
      },
    );
    telemetry.finder = (at) => stack.snap(at);
    return () => {
      stack.destroy();
      tiles.close();
      view.status.value = null;
    };
  }, [review, axis, series]);

  return <div class="stack-root" ref={root} />;
}

/** A lane, with a dotted frame wherever this annotator is party to a disagreement. */
function laneSpec(review: Review, lane: Lane, now: Theme): LaneSpec {
  const { schema } = review;
  const picked = review.picked.value;
  const isModel = lane.kind === "model";
  const items: DrawnRegion[] = lane.regions.map((region) => ({
    ...drawnRegion(schema, region, now, picked?.lane.key === lane.key && picked.region.id === region.id),
    // Ids are each lane's own: two may hold the same, when one annotation began as a copy of the other.
    id: `${lane.key}:${region.id}`,
    hatched: isModel,
    opacity: isModel ? 0.35 + 0.65 * (region.score ?? 1) : 1,
    score: isModel ? region.score : null,
    editable: false,
  }));
  const frames = review.disagreements.value
    .filter(({ marked, missing }) => missing.includes(lane.key) || marked.some((mark) => mark.lane === lane.key))
    .map(({ id, start, end }): DrawnRegion => ({
      id,
      start,
      end,
      instant: start === end,
      color: PALETTES[now].alarm,
      label: "",
      hatched: false,
      opacity: 1,
      score: null,
      channels: null,
      selected: review.current?.id === id,
      editable: false,
      outline: "disagreement",
    }));
  return { id: lane.key, kind: "regions", title: laneTitle(lane, review.sheet.value.blind), tone: "plain", items: [...items, ...frames] };
}

/** The letter by which the keys and the table call an annotator, with his name where it may be known. */
function laneTitle({ letter, name }: Lane, blind: boolean): string {
  if (letter === "") return name;
  return blind ? `annotator ${letter}` : `${letter} · ${name.split("@")[0] ?? name}`;
}

/** Bring a range into view with air around it, without changing the zoom more than needed. */
export function reveal(telemetry: Telemetry, axis: AxisInfo, start: Tick, end: Tick): void {
  const window = telemetry.window.peek();
  if (start >= window.start && end < window.end) return;
  const length = window.end - window.start;
  const span = end - start;
  const wanted = span * 2n < length ? length : span * 2n;
  const middle = (start + end) / 2n;
  telemetry.window.value = clampWindow(axis, { start: asTick(middle - wanted / 2n), end: asTick(middle + wanted / 2n) });
}
